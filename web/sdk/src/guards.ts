import { refused } from './errors.js';
import { notAborted } from './abort.js';
import type { RoomId } from './types/ids.js';

/** The largest number that a room may have. */
const MAX_ROOM = 4_294_967_294;
const ROOM_NAME = /^[A-Za-z0-9_.@-]{1,64}$/;
const USER_ID = ROOM_NAME;
/** In bytes of UTF-8 or of custom data: what one message may hold (E.9, group messages). */
export const MAX_MESSAGE_BYTES = 8_898;
/** A cover, in bytes. */
export const MAX_COVER_BYTES = 64 * 1024;
/** An operation that has not ended after this is no longer "just busy", in ms (E.11). */
const OPERATION_STALE_MS = 2_000;

const bad = (subReason: string, message: string): Error => refused('ilive', 8021, subReason, message);

/** An object of options that may not be left out. */
export function needOptions(options: unknown): void {
  if (typeof options !== 'object' || options === null) throw bad('no_options', 'the options are missing');
}

export function needRoomId(id: RoomId): void {
  const good = typeof id === 'number' ? Number.isInteger(id) && id >= 1 && id <= MAX_ROOM : typeof id === 'string' && ROOM_NAME.test(id);
  if (!good) throw bad('bad_room_id', `room ${String(id)}: a number from 1 to ${MAX_ROOM}, or 1 to 64 of A-Z a-z 0-9 _ . @ -`);
}

export function needUserId(id: string): void {
  if (typeof id !== 'string' || !USER_ID.test(id)) throw bad('bad_user_id', `user ${String(id)}: 1 to 64 of A-Z a-z 0-9 _ . @ -`);
}

/** `text` with `min` to `max` characters as a person counts them (code points). */
export function needText(what: string, text: string, min: number, max: number): void {
  const length = typeof text === 'string' ? [...text].length : -1;
  if (length < min || length > max) throw bad(`bad_${what}`, `${what}: ${min} to ${max} characters, not ${length}`);
}

export function needMessage(bytes: number): void {
  if (bytes < 1) throw bad('empty_message', 'a message may not be empty');
  if (bytes > MAX_MESSAGE_BYTES) throw bad('message_too_long', `a message holds ${MAX_MESSAGE_BYTES} bytes, not ${bytes}`);
}

export function needBetween(what: string, value: number, min: number, max: number): void {
  if (!Number.isInteger(value) || value < min || value > max) throw bad(`bad_${what}`, `${what}: ${min} to ${max}, not ${value}`);
}

/** What must be there, and is not: 8005. */
export function needThing(what: string, thing: unknown): void {
  if (thing === null || thing === undefined) throw refused('ilive', 8005, `no_${what}`, `the ${what} is missing`);
}

/**
 * Operations of which one may be under way at a time (R1, step 7): another within 2 s gets 8011, later what the AV layer says: 1001 for the
 * same, 1002 for another.
 */
export class OperationClass {
  #current: { name: string; since: number } | undefined;

  /** Refuses while another is under way. */
  check(name: string, signal?: AbortSignal): void {
    notAborted(signal);
    const current = this.#current;
    if (!current) return;
    const text = `${current.name} is under way`;
    if (Date.now() - current.since < OPERATION_STALE_MS) throw refused('ilive', 8011, 'busy', text);
    throw refused('av', current.name === name ? 1001 : 1002, 'under_way', text);
  }

  async run<T>(name: string, work: () => Promise<T>): Promise<T> {
    const mine = { name, since: Date.now() };
    this.#current = mine;
    try {
      return await work();
    } finally {
      if (this.#current === mine) this.#current = undefined;
    }
  }
}
