import type * as Sdk from '@ilive/client';
import type { Actor } from './actor.js';
import type { Keys } from './line.js';
import type { Words } from './told.js';

/** What a driver does for a word of the director. What it gives are the words of a success. */
export type Verb = (actor: Actor, keys: Keys, signal: AbortSignal) => Promise<Words | void> | Words | void;

export const flag = (value: string | undefined): boolean => value === 'true';

/** A room as the app writes it: digits are its number. */
export const roomId = (value = ''): Sdk.RoomId => (/^\d+$/.test(value) ? Number(value) : value);

export const textOf = ({ text, bytes }: Keys): Sdk.Element[] => [{ type: 'text', text: text ?? 'x'.repeat(Number(bytes)) }];

/** Waits for what brings no words. */
export async function done(work: Promise<unknown>): Promise<void> {
  await work;
}

export function loginOf(actor: Actor, keys: Keys, signal: AbortSignal): Sdk.LoginOptions {
  const { user = '', sig = '', nick } = keys;
  const { url = '', app = '0' } = actor.init;
  return { url, sdkAppId: Number(app), userId: user, userSig: sig, signal, ...(nick !== undefined && { nick }) };
}
