import type { IliveError } from '@ilive/client';
import type { Dictionary } from '../i18n/dictionaries';

/** A situation that the pages have words for. */
export type Problem = keyof Dictionary['problems'];

/** A number of the contract, or one of another module with its name before it. */
type Code = number | `${string} ${number}`;

/** Sub-reasons that say more to a person than their code does, under their code: a word may have several. */
export const BY_REASON: ReadonlyMap<string, Problem> = new Map([
  ...all('linkBroken', 10003, 'no_ticket', 'empty', 'too_long', 'bad_base64', 'bad_deflate', 'inflated_too_long', 'bad_json', 'duplicate_member'),
  ...all('linkBroken', 10003, 'missing_field', 'bad_field', 'bad_expire', 'userbuf_unexpected'),
  ...all('linkBroken', 8021, 'bad_user_sig', 'bad_user_id', 'bad_sdk_app_id'),
  ...all('linkForeign', 10003, 'wrong_algorithm', 'bad_signature', 'wrong_app', 'app_unknown'),
  ...all('linkOther', 10003, 'identifier_mismatch', 'wrong_user'),
  ...all('linkEarly', 10003, 'not_yet_valid'),
  ...all('keyNeeded', 10003, 'key_required'),
  ...all('keyExpired', 10003, 'key_expired'),
  ...all('keyWrong', 10003, 'wrong_room', 'userbuf_missing', 'bad_userbuf'),
  ...all('hostOnly', 10003, 'host_only', 'not_host', 'stage_closed'),
  ...all('roomTaken', 10003, 'room_taken'),
  ...all('kicked', 10003, 'kicked'),
  ...all('kicked', 'im 10007', 'kicked'),
  ...all('pageRefused', 10003, 'origin_refused'),
  ...all('signInOnly', 10003, 'guests_off'),
  ...all('testOver', 10003, 'test_unknown'),
  ...all('signedOut', 8050, 'account_kicked'),
  ...all('signedOut', 10001, 'session_ended'),
  ...all('wrongServer', 8052, 'foreign_answer'),
  ...all('serverFull', 10005, 'server_full'),
  ...all('roomFull', 10005, 'room_full'),
  ...all('tooOften', 10005, 'throttled', 'too_many_requests', 'too_many_sessions', 'too_many_ring'),
  ...all('tooOften', 8053, 'too_many_requests', 'outbox_full'),
  ...all('tooOften', 'im 10023', 'throttled'),
  ...all('noWay', 10005, 'ice_failed', 'ice_timeout'),
  ...all('noWay', 1, 'dtls_failed', 'dtls_fingerprint'),
  ...all('notInRoom', 1005, 'seat_lost'),
  ...all('notInRoom', 8007, 'left'),
  ...all('badRoom', 8021, 'bad_room_id'),
  ...all('badRoom', 10007, 'named_room'),
  ...all('denied', 8020, 'permission_denied'),
  ...all('denied', 1, 'permission_denied'),
  ...all('insecure', 8023, 'insecure_context'),
  ...all('deviceFailed', 8020, 'device_failed'),
  ...all('deviceFailed', 1, 'device_failed'),
  ...all('screenTaken', 1008, 'aux_taken'),
  ...all('stageFull', 10005, 'queue_full'),
]);

/** What a code says by itself. Of 10003 it is a right: what its sub-reason names otherwise stands above. */
const BY_CODE: Readonly<Record<number, Problem>> = {
  8003: 'notInRoom',
  8006: 'noWay',
  8009: 'signedOut',
  8011: 'busy',
  8012: 'noNetwork',
  8021: 'badValue',
  8022: 'noDevice',
  8023: 'noBrowser',
  8024: 'already',
  8050: 'replaced',
  8051: 'linkExpired',
  8052: 'serverTrouble',
  8053: 'busy',
  1001: 'busy',
  1002: 'busy',
  1003: 'already',
  1005: 'noNetwork',
  1008: 'deviceBusy',
  1201: 'notInRoom',
  1301: 'noDevice',
  7000: 'noNetwork',
  10001: 'serverTrouble',
  10002: 'badValue',
  10003: 'noRight',
  10004: 'serverTrouble',
  10005: 'serverTrouble',
  10006: 'notInRoom',
  10007: 'notOffered',
  10008: 'already',
  10009: 'roomOver',
  10010: 'memberGone',
  10011: 'stageFull',
};

/** What is said of a link, and of a sign-in by one: a guest has none, a new guest mends it. */
const OF_A_LINK: ReadonlySet<Problem> = new Set(['linkBroken', 'linkForeign', 'linkOther', 'linkEarly', 'linkExpired', 'signedOut']);

/**
 * The situation of an error, of a `guest` or of who has a link. What only a developer can do something about is `unknown`; so is a code of
 * messages, unless its word is known.
 */
export function problemFor({ module, code, subReason }: Pick<IliveError, 'module' | 'code' | 'subReason'>, guest: boolean): Problem {
  const ours = module === 'ilive' || module === 'av';
  const known = BY_REASON.get(keyOf(ours ? code : `${module} ${code}`, subReason)) ?? (ours ? BY_CODE[code] : undefined) ?? 'unknown';
  return guest && OF_A_LINK.has(known) ? 'guestOver' : known;
}

function all(problem: Problem, code: Code, ...reasons: readonly string[]): (readonly [string, Problem])[] {
  return reasons.map((reason) => [keyOf(code, reason), problem]);
}

function keyOf(code: Code, reason: string): string {
  return `${code} ${reason}`;
}
