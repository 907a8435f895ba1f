import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { TransformContext } from 'vitepress';
import { expect, it } from 'vitest';

import { followPolicy } from '../src/policy.js';

it('moves scripts of a page into files', () => {
  const outDir = mkdtempSync(join(tmpdir(), 'manual-'));
  const context = { siteConfig: { outDir } } as unknown as TransformContext;

  const html = followPolicy('<script id="x">if (a < b) go()</script><script src="/docs/a.js"></script>', 'x.html', context);

  const [, file] = /^<script id="x" src="\/docs\/(assets\/inline\.[0-9a-f]{8}\.js)"><\/script><script src="\/docs\/a\.js"><\/script>$/.exec(html)!;
  expect(readFileSync(join(outDir, file!), 'utf8')).toBe('if (a < b) go()');
});
