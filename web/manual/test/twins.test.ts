import { describe, expect, it } from 'vitest';

import { twinFaults } from '../src/twins.js';

const page = (text: string) => new Map([['start.md', text]]);

describe('the two languages', () => {
  it('may differ in words only', () => {
    const en = '# Start\n\nWords.\n\n```sh\nilive serve # not a heading\n```\n\n| a |\n|---|\n';
    const zh = '# 开始\n\n不同的话，\n分两行。\n\n```sh\nilive serve\n```\n\n| 甲 |\n|---|\n';

    expect(twinFaults(page(en), page(zh))).toEqual([]);
  });

  it.each([
    ['a page without its twin', page('# A'), new Map(), 'start.md is missing in zh'],
    ['a twin without its page', new Map(), page('# A'), 'start.md is missing in en'],
    ['a heading of another level', page('# A\n## B'), page('# A\n### B'), 'start.md: part 2 is heading 2 in en, heading 3 in zh'],
    ['a section that is missing', page('# A\n## B'), page('# A'), 'start.md: part 2 is heading 2 in en, nothing in zh'],
    ['a section that is too much', page('# A'), page('# A\n## B'), 'start.md: part 2 is nothing in en, heading 2 in zh'],
    ['a row that is missing', page('| a |\n|---|\n| 1 |'), page('| a |\n|---|'), 'start.md: part 3 is row in en, nothing in zh'],
    ['code of another kind', page('```ts\n```'), page('```js\n```'), 'start.md: part 1 is code ts in en, code js in zh'],
  ])('are held to %s', (_, en, zh, fault) => {
    expect(twinFaults(en, zh)).toEqual([fault]);
  });
});
