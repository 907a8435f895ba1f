import { describe, expect, it } from 'vitest';
import { cleanNick } from './nick';

describe('a typed name', () => {
  for (const [what, typed, kept] of [
    ['loses the spaces around it', '  Ann  ', 'Ann'],
    ['has single spaces inside', 'Ann\t \nLee', 'Ann Lee'],
    ['may be of any script', '小明', '小明'],
    ['counts characters, not halves of them', '😀'.repeat(40), '😀'.repeat(32)],
    ['may be nothing', '   ', ''],
  ] as const) {
    it(what, () => expect(cleanNick(typed)).toBe(kept));
  }
});
