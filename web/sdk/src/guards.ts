import { refused } from './errors.js';
import { C2C_MESSAGE_MAX_BYTES, GROUP_MESSAGE_MAX_BYTES, NAME_MAX_BYTES, ROOM_NUMBER_MAX } from './limits.gen.js';
import type { ConversationId } from './types/chat.js';
import type { RoomId } from './types/ids.js';

const NAME = new RegExp(`^[A-Za-z0-9_.@-]{1,${NAME_MAX_BYTES}}$`);

const bad = (subReason: string, message: string): Error => refused('ilive', 8021, subReason, message);

/** An object of options that may not be left out. */
export function needOptions(options: unknown): void {
  if (typeof options !== 'object' || options === null) throw bad('no_options', 'the options are missing');
}

export function needRoomId(id: RoomId): void {
  const good = typeof id === 'number' ? Number.isInteger(id) && id >= 1 && id <= ROOM_NUMBER_MAX : typeof id === 'string' && NAME.test(id);
  if (!good) throw bad('bad_room_id', `room ${String(id)}: a number from 1 to ${ROOM_NUMBER_MAX}, or 1 to ${NAME_MAX_BYTES} of A-Z a-z 0-9 _ . @ -`);
}

export function needUserId(id: string): void {
  if (typeof id !== 'string' || !NAME.test(id)) throw bad('bad_user_id', `user ${String(id)}: 1 to ${NAME_MAX_BYTES} of A-Z a-z 0-9 _ . @ -`);
}

export function needAppId(id: number): void {
  needBetween('sdk_app_id', id, 1, 0xffff_ffff);
}

/**
 * Longest userSig that is sent, in characters. A ticket's own limit is far below and the server's to name (10003 `too_long`); this one only
 * keeps a frame within what the server reads, 320 KB.
 */
const USER_SIG_MAX_CHARS = 128 * 1024;

export function needTicket(userSig: string): void {
  needText('user_sig', userSig, 1, USER_SIG_MAX_CHARS);
}

/** `text` with `min` to `max` characters as a person counts them (code points). */
export function needText(what: string, text: string, min: number, max: number): void {
  const length = typeof text === 'string' ? [...text].length : -1;
  if (length < min || length > max) throw bad(`bad_${what}`, `${what}: ${min} to ${max} characters, not ${length}`);
}

/** @param bytes of UTF-8 and of custom data. */
export function needMessage(to: ConversationId, bytes: number): void {
  const max = 'room' in to ? GROUP_MESSAGE_MAX_BYTES : C2C_MESSAGE_MAX_BYTES;
  if (bytes < 1) throw bad('empty_message', 'a message may not be empty');
  if (bytes > max) throw bad('message_too_long', `a message holds ${max} bytes here, not ${bytes}`);
}

export function needBetween(what: string, value: number, min: number, max: number): void {
  if (!Number.isInteger(value) || value < min || value > max) throw bad(`bad_${what}`, `${what}: ${min} to ${max}, not ${value}`);
}

/** What must be there, and is not: 8005. */
export function needThing(what: string, thing: unknown): void {
  if (thing === null || thing === undefined) throw refused('ilive', 8005, `no_${what}`, `the ${what} is missing`);
}
