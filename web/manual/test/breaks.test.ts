import { expect, it } from 'vitest';

import { joins } from '../src/breaks.js';

it.each([
  ['two letters', '间', '密', true],
  ['a comma before', '，', '就', true],
  ['a comma before code', '，', 'r', true],
  ['a mark after', '房', '（', true],
  ['a letter and a word', '讲', 'W', false],
  ['two words', 'a', 'b', false],
  ['code and a letter', '', '就', false],
])('lines of Chinese are joined at %s', (_, before, after, joined) => {
  expect(joins(before, after)).toBe(joined);
});
