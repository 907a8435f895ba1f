import { describe, expect, it } from 'vitest';
import { bestLanguage, dictionaries } from './dictionaries';
import { formatOf } from './format';

const en = formatOf('en');
const zh = formatOf('zh-CN');

describe('numbers carry their unit', () => {
  for (const [what, text, expected] of [
    ['kilobits', en.bitrate(870_400), '870 kbit/s'],
    ['megabits', en.bitrate(2_140_000), '2.1 Mbit/s'],
    ['loss', en.percent(0.0123), '1.2%'],
    ['round trip', en.milliseconds(23.4), '23 ms'],
    ['many people', en.count(12_345), '12.3K'],
    ['some people', en.count(1_234), '1,234'],
    ['many people, in Chinese', zh.count(12_345), '1.2万'],
  ] as const) {
    it(what, () => expect(text).toBe(expected));
  }
});

describe('a running clock', () => {
  for (const [ms, expected] of [
    [0, '00:00:00'],
    [751_000, '00:12:31'],
    [360_000_000, '100:00:00'],
    [-5, '00:00:00'],
  ] as const) {
    it(`${ms} ms is ${expected}`, () => expect(en.clock(ms)).toBe(expected));
  }
});

describe('a duration to read', () => {
  for (const [ms, english, chinese] of [
    [42_000, '42 sec', '42秒'],
    [754_000, '12 min', '12分钟'],
    [3_600_000, '1 hr', '1小时'],
    [5_400_000, '1 hr 30 min', '1小时 30分钟'],
  ] as const) {
    it(`${ms} ms`, () => {
      expect(en.duration(ms)).toBe(english);
      expect(zh.duration(ms)).toBe(chinese);
    });
  }
});

describe('a place in a queue', () => {
  for (const [n, expected] of [[1, '1st'], [2, '2nd'], [3, '3rd'], [4, '4th'], [11, '11th'], [22, '22nd']] as const) {
    it(expected, () => expect(en.ordinal(n)).toBe(expected));
  }

  it('in Chinese', () => expect(zh.ordinal(2)).toBe('第 2 位'));
});

describe('the language of a new visitor', () => {
  for (const [wishes, expected] of [
    [['zh-TW', 'en'], 'zh-CN'],
    [['de-DE', 'zh'], 'zh-CN'],
    [['fr'], 'en'],
    [[], 'en'],
  ] as const) {
    it(`${wishes.join(', ') || 'none'} → ${expected}`, () => expect(bestLanguage(wishes)).toBe(expected));
  }
});

it('both dictionaries have the same words, and none is empty', () => {
  const names = (tree: object) =>
    Object.entries(tree).flatMap(([area, words]) => Object.keys(words as object).map((word) => `${area}.${word}`));
  const empty = Object.values(dictionaries).flatMap((d) => Object.values(d).flatMap((a) => Object.values(a))).filter((w) => w === '');

  expect(names(dictionaries['zh-CN'])).toEqual(names(dictionaries.en));
  expect(empty).toEqual([]);
});
