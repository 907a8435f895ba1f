import { describe, expect, it } from 'vitest';
import { recentFrom, withVisit, type RecentRoom } from './recent';

const visit = (room: string, at = 1): RecentRoom => ({ room, title: `Room ${room}`, at });

describe('recent rooms', () => {
  it('a second visit moves a room to the front', () => {
    const list = withVisit(withVisit(withVisit([], visit('1')), visit('2')), visit('1', 9));

    expect(list.map((one) => one.room)).toEqual(['1', '2']);
    expect(list[0]?.at).toBe(9);
  });

  it('keeps the last eight', () => {
    const list = Array.from({ length: 12 }, (_, i) => visit(String(i))).reduce(withVisit, [] as RecentRoom[]);

    expect(list.map((one) => one.room)).toEqual(['11', '10', '9', '8', '7', '6', '5', '4']);
  });

  for (const [what, stored] of [
    ['nothing', undefined],
    ['a string', 'x'],
    ['rows of another shape', [{ room: 1 }, null, 'a', { room: '', title: '', at: 0 }]],
  ] as const) {
    it(`takes ${what} as no rooms`, () => expect(recentFrom(stored)).toEqual([]));
  }
});
