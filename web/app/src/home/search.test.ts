import type { RoomCard } from '@ilive/client';
import { describe, expect, it } from 'vitest';
import { found } from './search';

const card = (room: number | string, title: string, nick: string, people = 1, live = true): RoomCard => ({
  room,
  title,
  host: { userId: nick, nick },
  people,
  live,
  sinceMs: 0,
  coverUrl: null,
});

const rooms = [card(1001, 'Morning run', 'Ann', 3), card(1002, '晚间聊天', '小明', 9), card('team', 'Weekly', 'Bob', 5), card(77, 'Paused', 'Eve', 1, false)];
const titles = (query: string) => found(rooms, query).map(({ title }) => title);

describe('searching the live rooms', () => {
  for (const [what, query, expected] of [
    ['nothing typed: all that are live, the fullest first', '', ['晚间聊天', 'Weekly', 'Morning run']],
    ['a part of the number', '100', ['晚间聊天', 'Morning run']],
    ['a part of the title, in any case', 'MORN', ['Morning run']],
    ['the host', '小明', ['晚间聊天']],
    ['a name of letters', ' team ', ['Weekly']],
    ['one that pauses is found by asking for it', '77', ['Paused']],
    ['nothing fits', 'zzz', []],
  ] as const) {
    it(what, () => expect(titles(query)).toEqual(expected));
  }
});
