import { describe, expect, it } from 'vitest';

import { searched, tokenize } from '../src/search.js';

it('leaves out what a page marks', () => {
  const page = 'before\n<!-- unsearched -->\n### A situation\n<!-- unsearched -->\nafter <!-- a comment -->';

  expect(searched(page)).toBe('before\n\nafter <!-- a comment -->');
});

describe('words to search by', () => {
  it.each([
    ['English', 'Rooms, and the Stage', ['rooms', 'and', 'the', 'stage']],
    ['a sub-reason, whole and in parts', 'key_expired', ['key_expired', 'key', 'expired']],
    ['Chinese, by pairs', '查找原因', ['查找', '找原', '原因']],
    ['one letter of Chinese', '位', ['位']],
    ['both in one', '用userSig登录10003', ['用', 'usersig', '登录', '10003']],
  ])('are found in %s', (_, text, words) => {
    expect(tokenize(text)).toEqual(words);
  });

  it('are found the same in the browser, where the function is all that there is', () => {
    const alone = new Function(`return (${tokenize.toString()})`)() as typeof tokenize;

    expect(alone('房间 room_full')).toEqual(tokenize('房间 room_full'));
  });
});
