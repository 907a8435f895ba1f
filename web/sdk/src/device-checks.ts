import { isExternal, isListed } from './device-kinds.js';
import { refused, type IliveError } from './errors.js';
import type { Layer } from './operations.js';
import type { Area, DeviceKind, Frame, OpenOptions } from './types/devices.js';

/** Loudest. */
export const VOLUME_MAX = 100;
/** Sources of raw sound (B.4). */
export const AUDIO_SOURCE_MAX = 7;

/** Sizes that external capture may have, all of them upright too (B.4). */
const SIZES = ['176×144', '192×144', '320×240', '480×360', '640×368', '640×480', '960×540', '1280×720'];

export const badArgument = (message: string): IliveError => refused('av', 1004, '', message);

/** What no browser can do: 8023 at the façade, not built at the AV layer. */
export function notHere(layer: Layer, subReason: string, message: string): IliveError {
  return layer === 'av' ? refused('av', 1006, '', message) : refused('ilive', 8023, subReason, message);
}

/** Values that the façade itself refuses before it asks who is logged in: 8021, 8023. */
export function checkPick(kind: DeviceKind, { area, file }: OpenOptions): void {
  if (area) checkArea(area);
  if (file !== undefined && file === '') throw refused('ilive', 8021, 'bad_file', 'the address of the file is empty');
  if (area) throw refused('ilive', 8023, 'no_area', 'a browser shares what its user picks, not an area');
  if (kind === 'system_sound') throw refused('ilive', 8023, 'no_system_sound', 'a browser does not give the sound of the system');
}

export function checkArea({ left, top, right, bottom }: Area): void {
  if (!(left < right && top < bottom)) throw refused('ilive', 8021, 'bad_area', 'an area has a width and a height');
}

/** 1004: what this kind cannot open. */
export function checkFits(kind: DeviceKind, { deviceId, file }: OpenOptions): void {
  if (deviceId !== undefined && (deviceId === '' || !isListed(kind))) throw badArgument(`${kind} has no device "${deviceId}"`);
  if (kind === 'media_file' ? file === undefined || file === '' : file !== undefined) throw badArgument('a media file has an address, and nothing else has one');
  if (kind === 'system_sound') throw refused('av', 1006, '', 'a browser does not give the sound of the system');
}

export function hasGoodFormat({ format }: Frame): boolean {
  return format === 'i420' || format === 'rgb24';
}

/** 1004: a legal size and format, and as many bytes as they need. */
export function checkFrame(kind: DeviceKind, frame: Frame): void {
  const { width, height, data } = frame;
  const legal = SIZES.includes(`${width}×${height}`) || SIZES.includes(`${height}×${width}`);
  if (isExternal(kind) && hasGoodFormat(frame) && legal && data.length === bytesNeeded(frame)) return;
  throw badArgument(`${width}×${height} ${frame.format} of ${data.length} bytes: external capture takes legal sizes, I420 or RGB24, whole`);
}

function bytesNeeded({ format, width, height }: Frame): number {
  if (format === 'rgb24') return width * height * 3;
  return width * height + 2 * Math.ceil(width / 2) * Math.ceil(height / 2);
}
