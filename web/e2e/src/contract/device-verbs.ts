import type * as Sdk from '@ilive/client';
import type { Actor } from './actor.js';
import type { Keys } from './line.js';
import type { Verb } from './values.js';

type Control = (actor: Actor) => Sdk.DeviceControl;

const kindOf = (keys: Keys): Sdk.DeviceKind => (keys['kind'] ?? 'camera') as Sdk.DeviceKind;

function pickOf({ id, file, area }: Keys, signal: AbortSignal): Sdk.OpenOptions {
  const [left = 0, top = 0, right = 0, bottom = 0] = (area ?? '').split(',').map(Number);
  return { signal, ...(id !== undefined && { deviceId: id }), ...(file !== undefined && { file }), ...(area !== undefined && { area: { left, top, right, bottom } }) };
}

/** So many frames without waiting: the first that is refused is what is said. */
async function fill(control: Sdk.DeviceControl, keys: Keys): Promise<void> {
  const { format = 'i420', width = '0', height = '0', bytes = '0', count = '1' } = keys;
  const frame = (): Sdk.Frame => ({ format: format as Sdk.Frame['format'], width: Number(width), height: Number(height), data: new Uint8Array(Number(bytes)) });
  await Promise.all(Array.from({ length: Number(count) }, () => control.fill(kindOf(keys), frame())));
}

/** The same verbs at both layers, with a word before them at the lower one. */
export function deviceVerbs(prefix: string, of: Control): Record<string, Verb> {
  return {
    [`${prefix}list`]: async (actor, keys, signal) => ({ count: (await of(actor).list(kindOf(keys), { signal })).length }),
    [`${prefix}open`]: (actor, keys, signal) => of(actor).open(kindOf(keys), pickOf(keys, signal)),
    [`${prefix}close`]: (actor, keys, signal) => of(actor).close(kindOf(keys), { signal }),
    [`${prefix}fill`]: (actor, keys) => fill(of(actor), keys),
    [`${prefix}test_start`]: (actor, _, signal) => of(actor).startTest({ signal }),
    [`${prefix}test_stop`]: (actor, _, signal) => of(actor).stopTest({ signal }),
    [`${prefix}test_open`]: (actor, keys, signal) => of(actor).openInTest(kindOf(keys), pickOf(keys, signal)),
  };
}

export const DEVICE_VERBS: Readonly<Record<string, Verb>> = {
  ...deviceVerbs('', ({ ilive }) => ilive.devices),
  volume: ({ ilive }, keys) => ilive.devices.setVolume(kindOf(keys), Number(keys['value'])),
  device_mute: ({ ilive }, keys, signal) => ilive.devices.mute(kindOf(keys), keys['value'] === 'true', { signal }),
  file: ({ ilive }, keys) => ilive.devices.controlFile(keys['do'] as Sdk.FileStep),
  audio_tap: ({ ilive }, keys) => ilive.devices.tapAudio(Number(keys['source']), keys['on'] === 'true'),
  custom_data: ({ ilive }, keys) => ilive.devices.sendCustom(new Uint8Array(Number(keys['bytes']))),
};
