import type { Member, StageEntry, Viewer } from '@ilive/client';
import { describe, expect, it } from 'vitest';
import { hostNameIn, peopleOf, whoIs, withViewer } from './people';

const viewer = (userId: string, host = false): Viewer => ({ userId, nick: userId.toUpperCase(), host });
const member = (tinyId: string, userId: string | null, host = false): Member => ({
  tinyId,
  userId,
  nick: '',
  role: '',
  roleType: host ? 'host' : 'cohost',
  host,
  own: false,
  kind: 'person',
  away: false,
  uplinks: [],
  mutedByHost: [],
});
const entry = (tinyId: string, userId: string): StageEntry => ({ tinyId, userId, nick: userId, sinceMs: 0, place: 1, note: '' });

describe('the people of a room', () => {
  it('the host first, then the stage, then raised hands, then viewers; each once', () => {
    const people = peopleOf([viewer('vic'), viewer('hal', true), viewer('gus'), viewer('han')], [member('1', 'hal', true), member('2', 'gus')], [entry('3', 'han')], 'vic');

    expect(people.map(({ userId }) => userId)).toEqual(['hal', 'gus', 'han', 'vic']);
    expect(people.map(({ own }) => own)).toEqual([false, false, false, true]);
  });

  it('somebody on stage whose name is not known yet is there, by number', () => {
    const [nameless] = peopleOf([], [member('9', null)], [], 'me');

    expect(nameless).toMatchObject({ key: '#9', userId: '', nick: '…' });
    expect(nameless && whoIs(nameless)).toEqual({ tinyId: '9' });
  });

  it('a viewer is named by user id', () => {
    const [one] = peopleOf([viewer('vic')], [], [], 'me');

    expect(one && whoIs(one)).toEqual({ userId: 'vic' });
  });

  it('who comes back is in front, once', () => {
    expect(withViewer([viewer('a'), viewer('b')], viewer('b')).map(({ userId }) => userId)).toEqual(['b', 'a']);
  });
});

describe('what the host is called', () => {
  it.each([
    ['by nickname', [member('2', 'gus'), { ...member('1', 'hal', true), nick: 'Hal' }], 'Hal'],
    ['by user id without one, as an encoder is', [member('1', 'ann', true)], 'ann'],
    ['nothing while not known', [member('1', null, true)], ''],
    ['nothing while not on stage', [member('2', 'gus')], ''],
  ])('%s', (_, members, name) => {
    expect(hostNameIn(members)).toBe(name);
  });
});
