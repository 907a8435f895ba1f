import type { StageEntry } from '@ilive/client';
import { describe, expect, it } from 'vitest';
import { HandNotice } from './hand-notice';

const hand = (tinyId: string, nick = tinyId): StageEntry => ({ tinyId, userId: tinyId, nick, sinceMs: 0, place: 1, note: '' });
const [ann, bob] = [hand('ann'), hand('bob')];

describe('the notice of raised hands', () => {
  it('tells of a hand once, when its name is known', () => {
    const notice = new HandNotice();

    expect([[hand('ann', '')], [ann], [ann]].map((queue) => notice.follow(queue))).toEqual([null, ann, null]);
  });

  it('tells of the last of those that came together', () => {
    expect(new HandNotice().follow([ann, bob])).toBe(bob);
  });

  it('goes when the hand that it tells of goes, though another stands behind it in the queue', () => {
    const notice = new HandNotice();

    const asked = [[hand('ann', ''), bob], [ann, bob], [bob], []].map((queue) => notice.follow(queue));

    expect(asked).toEqual([bob, ann, 'gone', null]);
  });

  it('stays when another hand goes', () => {
    const notice = new HandNotice();

    expect([[ann, bob], [bob], []].map((queue) => notice.follow(queue))).toEqual([bob, null, 'gone']);
  });

  it('tells anew of a hand that was down', () => {
    const notice = new HandNotice();

    expect([[ann], [], [ann]].map((queue) => notice.follow(queue))).toEqual([ann, 'gone', ann]);
  });
});
