import { describe, expect, it } from 'vitest';
import { placed } from './place';

const box = { left: 0, top: 0, width: 200, height: 300 };

describe('a popover stands', () => {
  for (const [where, anchor, expected] of [
    ['below, in line with the start', { left: 20, top: 10, width: 44, height: 44 }, { left: 20, top: 62 }],
    ['below, in line with the end at the right edge', { left: 940, top: 10, width: 44, height: 44 }, { left: 784, top: 62 }],
    ['above at the bottom', { left: 20, top: 740, width: 44, height: 44 }, { left: 20, top: 432 }],
    ['inside a narrow window', { left: -50, top: 10, width: 44, height: 44 }, { left: 8, top: 62 }],
  ] as const) {
    it(where, () => expect(placed(anchor, box, 1000, 800)).toEqual(expected));
  }
});
