import type { RoomCard } from '@ilive/client';
import { describe, expect, it } from 'vitest';
import { coverlessOf } from './card';

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
