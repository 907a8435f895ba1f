import { en } from '@ilive/client';
import { describe, expect, it } from 'vitest';
import { dictionaries } from '../i18n/dictionaries';
import { BY_REASON, problemFor } from './problem-of';

/** Every sub-reason of the contract, with its code. */
const REASONS = Object.entries(en).flatMap(([code, { subReasons = {} }]) => Object.keys(subReasons).map((subReason) => ({ code: Number(code), subReason })));

/** What an app's code did, or the person themselves: no page of ours does the first, and the second is no failure. */
const NOT_FOR_PERSONS = [
  '1 role_not_exists', '1 bad_answer', '1 pool_empty', '1 engine_failed', '1 codec_failed', '1 not_listening',
  '1004 bad_size', '1004 bad_length', '1004 bad_rotation', '1004 bad_volume',
  '1004 bad_watermark', '1004 bad_setting', '1004 bad_device_id', '1004 bad_source',
  '1502 unknown_id',
  '1801 in_invitation',
  '8004 same_listener', '8004 other_login', '8004 linked',
  '8005 no_listener', '8005 no_element', '8005 no_who', '8005 no_cover',
  '8007 aborted', '8007 picker_closed',
  '8008 call_state', '8008 in_call',
  '8010 in_other_room',
  '8020 unexpected',
];

describe('what a person is told', () => {
  for (const [what, module, code, subReason, problem] of [
    ['of a ticket that was cut off', 'av', 10003, 'bad_deflate', 'linkBroken'],
    ['of a ticket of another secret', 'av', 10003, 'bad_signature', 'linkForeign'],
    ['of a ticket that has run out', 'ilive', 8051, 'sig_expired', 'linkExpired'],
    ['of a room key that has run out', 'av', 10003, 'key_expired', 'keyExpired'],
    ['of a right that is missing', 'av', 10003, 'lack_send_video', 'noRight'],
    ['of a room with a name', 'av', 10007, 'named_room', 'badRoom'],
    ['of a room that is not there', 'av', 10009, 'room_not_exist', 'roomOver'],
    ['of a firewall', 'av', 10005, 'ice_failed', 'noWay'],
    ['of a sub-reason that came later than this page, by its code', 'av', 10005, 'brand_new', 'serverTrouble'],
    ['of a speed test whose time is over, no right', 'av', 10003, 'test_unknown', 'testOver'],
    ['of a request that the server cannot read, nothing of a link', 'av', 10002, 'bad_json', 'badValue'],
    ['of a ticket that it cannot read', 'av', 10003, 'bad_json', 'linkBroken'],
    ['of a seat that was entered from elsewhere, nothing of a sign-in', 'av', 10006, 'replaced', 'notInRoom'],
    ['of messages that came too often', 'im', 10023, 'throttled', 'tooOften'],
    ['of the chat of a room that they were removed from', 'im', 10007, 'kicked', 'kicked'],
    ['of another module’s number, nothing of ours', 'im', 10010, 'group_not_exist', 'unknown'],
    ['of a word that every object has, nothing of it', 'av', 1, 'constructor', 'unknown'],
  ] as const) {
    it(`${what}: ${problem}`, () => expect(problemFor({ module, code, subReason }, false)).toBe(problem));
  }

  it.each([
    [10003, 'bad_signature', 'guestOver'],
    [8051, 'sig_expired', 'guestOver'],
    [8050, 'account_kicked', 'guestOver'],
    [8050, 'replaced', 'replaced'],
    [10003, 'kicked', 'kicked'],
    [10003, 'key_required', 'keyNeeded'],
  ] as const)('as a guest, who has no link, of %i %s: %s', (code, subReason, problem) => {
    expect(problemFor({ module: 'av', code, subReason }, true)).toBe(problem);
  });

  it('as a guest is never of a link', () => {
    const told = new Set(REASONS.map(({ code, subReason }) => problemFor({ module: 'av', code, subReason }, true)));

    expect([...told].filter((problem) => problem.startsWith('link'))).toEqual([]);
  });

  it('has words in both languages', () => {
    const empty = Object.entries(dictionaries).flatMap(([language, { problems }]) =>
      Object.entries(problems).flatMap(([problem, { title, text }]) => (title === '' || text === '' ? [`${language} ${problem}`] : [])),
    );

    expect(empty).toEqual([]);
  });

  it('is more than that something went wrong, except of what no person can mend', () => {
    const unknown = REASONS.filter(({ code, subReason }) => problemFor({ module: 'av', code, subReason }, false) === 'unknown');

    expect(unknown.map(({ code, subReason }) => `${code} ${subReason}`)).toEqual(NOT_FOR_PERSONS);
  });

  it('is of words that the contract has under that code', () => {
    const has = new Set(REASONS.map(({ code, subReason }) => `${code} ${subReason}`));

    expect([...BY_REASON.keys()].filter((key) => !key.startsWith('im ') && !has.has(key))).toEqual([]);
  });
});
