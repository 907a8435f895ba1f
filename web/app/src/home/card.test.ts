import type { RoomCard } from '@ilive/client';
import { describe, expect, it } from 'vitest';
import { bylineOf, coverlessOf } from './card';

const card = (over: Partial<RoomCard> = {}): RoomCard => ({
  room: 1001,
  title: 'Morning run',
  host: { userId: 'ann', nick: 'Ann' },
  people: 1,
  live: true,
  sinceMs: 0,
  coverUrl: null,
  ...over,
});

describe('a card without a cover', () => {
  for (const [what, live, expected] of [
    ['of a room where somebody sends has no preview', true, 'preview'],
    ['of a room where nobody sends has no picture yet', false, 'picture'],
  ] as const) {
    it(what, () => expect(coverlessOf(card({ live }))).toBe(expected));
  }
});

describe('the name below the title', () => {
  for (const [what, over, expected] of [
    ['is the host’s', {}, 'Ann'],
    ['is the user id of who has no name', { host: { userId: 'ann', nick: '' } }, 'ann'],
    ['is absent where the title is the host’s name', { title: 'Ann' }, null],
    ['is absent where the title is the user id of who has no name', { title: 'ann', host: { userId: 'ann', nick: '' } }, null],
    ['is there where the title is the user id, and the name another', { title: 'ann' }, 'Ann'],
    ['is there where the room has no title', { title: '' }, 'Ann'],
  ] as const) {
    it(what, () => expect(bylineOf(card(over))).toBe(expected));
  }
});
