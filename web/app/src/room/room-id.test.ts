import { describe, expect, it } from 'vitest';
import { isRoomNumber, roomIdOf, roomText } from './room-id';

describe('a room and its address belong together', () => {
  for (const [text, id] of [['1001', 1001], ['team', 'team'], ['s:42', '42'], ['s:team', 's:team']] as const) {
    it(text, () => {
      expect(roomIdOf(text)).toBe(id);
      expect(roomText(id)).toBe(text);
    });
  }
});

describe('what can be opened as a number', () => {
  for (const [text, expected] of [['1', true], ['4294967294', true], ['4294967295', false], ['0', false], ['12a', false], ['', false]] as const) {
    it(`${text || 'nothing'}: ${expected}`, () => expect(isRoomNumber(text)).toBe(expected));
  }
});
