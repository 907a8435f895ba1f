import { expect, it } from 'vitest';
import { dictionaries } from './dictionaries';

const sources = import.meta.glob<string>(['../**/*.{ts,tsx}', '!../**/*.test.ts', '!./{en,zh}/**'], { query: '?raw', import: 'default', eager: true });

/** How code names a word: `words.close`, `'linkBroken'`, `const { close } = t().common`. */
const NAMED = /(?<=\.)\w+|(?<=')\w+(?=')|(?<=\{[^{}]*)\b\w+(?=[^{}]*\} = t\(\))/g;

it('has no words that no page uses', () => {
  const used = new Set(Object.values(sources).flatMap((text) => text.match(NAMED) ?? []));

  const keys = Object.entries(dictionaries.en).flatMap(([page, words]) => Object.keys(words).map((key) => ({ page, key })));
  const unused = keys.filter(({ key }) => !used.has(key)).map(({ page, key }) => `${page}.${key}`);

  expect(unused).toEqual([]);
});
