import type { IliveError } from '@ilive/client';
import type { Dictionary } from '../i18n/dictionaries';

/** A situation that the pages have words for. */
export type Problem = keyof Dictionary['problems'];

/** Sub-reasons that say more to a person than their code does. */
const BY_REASON: Readonly<Record<string, Problem>> = {
  ...all('linkBroken', 'no_ticket', 'empty', 'too_long', 'bad_base64', 'bad_deflate', 'inflated_too_long', 'bad_json', 'duplicate_member'),
  ...all('linkBroken', 'missing_field', 'bad_field', 'bad_expire', 'userbuf_unexpected', 'bad_user_sig', 'bad_user_id', 'bad_sdk_app_id'),
  ...all('linkForeign', 'wrong_algorithm', 'bad_signature', 'wrong_app', 'app_unknown'),
  ...all('linkOther', 'identifier_mismatch', 'wrong_user'),
  ...all('linkEarly', 'not_yet_valid'),
  ...all('keyNeeded', 'key_required'),
  ...all('keyExpired', 'key_expired'),
  ...all('keyWrong', 'wrong_room', 'userbuf_missing', 'bad_userbuf'),
  ...all('hostOnly', 'host_only', 'not_host', 'stage_closed'),
  ...all('roomTaken', 'room_taken'),
  ...all('kicked', 'kicked'),
  ...all('pageRefused', 'origin_refused'),
  ...all('signInOnly', 'guests_off'),
  ...all('signedOut', 'account_kicked', 'session_ended', 'logged_out'),
  ...all('wrongServer', 'foreign_answer'),
  ...all('serverFull', 'server_full'),
  ...all('roomFull', 'room_full'),
  ...all('tooOften', 'throttled', 'too_many_requests', 'too_many_sessions', 'too_many_ring', 'outbox_full'),
  ...all('noWay', 'ice_failed', 'ice_timeout', 'dtls_failed', 'dtls_fingerprint'),
  ...all('notInRoom', 'seat_lost', 'left', 'session_gone', 'not_in_room'),
  ...all('badRoom', 'named_room', 'bad_room_id'),
  ...all('denied', 'permission_denied'),
  ...all('insecure', 'insecure_context'),
  ...all('noDevice', 'no_camera', 'no_microphone', 'no_speaker', 'no_device'),
  ...all('deviceBusy', 'device_busy'),
  ...all('deviceFailed', 'device_failed'),
  ...all('screenTaken', 'aux_taken'),
  ...all('stageFull', 'queue_full', 'video_slots_full'),
};

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

/** The situation of an error. What only a developer can do something about is `unknown`; so is a code of messages, unless its word is known. */
export function problemFor({ module, code, subReason }: Pick<IliveError, 'module' | 'code' | 'subReason'>): Problem {
  const known = Object.hasOwn(BY_REASON, subReason) ? BY_REASON[subReason] : undefined;
  if (known !== undefined) return known;
  const ours = module === 'ilive' || module === 'av';
  return (ours ? BY_CODE[code] : undefined) ?? 'unknown';
}

function all(problem: Problem, ...reasons: readonly string[]): Record<string, Problem> {
  return Object.fromEntries(reasons.map((reason) => [reason, problem]));
}
