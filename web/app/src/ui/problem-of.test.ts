import { en } from '@ilive/client';
import { describe, expect, it } from 'vitest';
import { dictionaries } from '../i18n/dictionaries';
import { problemFor } from './problem-of';

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
    ['of messages that came too often', 'im', 10023, 'throttled', 'tooOften'],
    ['of another module’s number, nothing of ours', 'im', 10010, 'group_not_exist', 'unknown'],
    ['of a word that every object has, nothing of it', 'av', 1, 'constructor', 'unknown'],
  ] as const) {
    it(`${what}: ${problem}`, () => expect(problemFor({ module, code, subReason })).toBe(problem));
  }

  it('of every sub-reason of the contract is in words that both languages have', () => {
    const reasons = Object.entries(en).flatMap(([code, { subReasons = {} }]) => Object.keys(subReasons).map((subReason) => ({ code: Number(code), subReason })));

    for (const { code, subReason } of reasons) {
      const problem = problemFor({ module: 'av', code, subReason });
      expect(Object.values(dictionaries).map(({ problems }) => problems[problem].text), `${code} ${subReason}`).not.toContain('');
    }
  });
});
