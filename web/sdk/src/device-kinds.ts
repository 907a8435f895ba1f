import { UplinkKind } from './gen/ilive/v1/room_pb.js';
import type { Source } from './types/ids.js';
import type { DeviceKind } from './types/devices.js';

interface Row {
  /** What it sends; null: nothing of its own. */
  readonly source: Source | null;
  readonly uplink: UplinkKind;
}

/** What each kind of device sends, and what the room is told that it is (B.4). */
export const DEVICE_KINDS: Readonly<Record<DeviceKind, Row>> = {
  camera: { source: 'main', uplink: UplinkKind.CAMERA },
  external_main: { source: 'main', uplink: UplinkKind.EXTERNAL },
  external_aux: { source: 'aux', uplink: UplinkKind.EXTERNAL },
  microphone: { source: 'audio', uplink: UplinkKind.MICROPHONE },
  player: { source: null, uplink: UplinkKind.UNSPECIFIED },
  screen: { source: 'aux', uplink: UplinkKind.SCREEN },
  system_sound: { source: null, uplink: UplinkKind.UNSPECIFIED },
  media_file: { source: 'aux', uplink: UplinkKind.FILE },
};

const ALL = Object.keys(DEVICE_KINDS) as DeviceKind[];

/** Other kinds that feed the same source: one of them at a time, else 1002. */
export function rivalsOf(kind: DeviceKind): DeviceKind[] {
  const { source } = DEVICE_KINDS[kind];
  return source === null ? [] : ALL.filter((other) => other !== kind && DEVICE_KINDS[other].source === source);
}

/** Whether it is picked from a list of ids. */
export function isListed(kind: DeviceKind): kind is 'camera' | 'microphone' | 'player' {
  return kind === 'camera' || kind === 'microphone' || kind === 'player';
}

/** Whether its frames come from the app. */
export function isExternal(kind: DeviceKind): boolean {
  return kind === 'external_main' || kind === 'external_aux';
}

/** Whether the façade calls its general failure 8020 instead of `av` 1 (R1). */
export function isSound(kind: DeviceKind): boolean {
  return kind === 'microphone' || kind === 'player';
}
