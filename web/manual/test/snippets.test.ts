import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { expect, it } from 'vitest';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
/** Inside of `node_modules`: nothing else compiles what lies there, and the client is found from there. */
const FOLDER = here('../node_modules/.snippets');
const OPTIONS = {
  compilerOptions: {
    target: 'ES2023',
    module: 'ESNext',
    moduleResolution: 'bundler',
    lib: ['ES2023', 'ESNext.Disposable', 'DOM', 'DOM.Iterable', 'DOM.AsyncIterable'],
    types: [],
    strict: true,
    noUnusedLocals: true,
    noEmit: true,
  },
  include: ['*.ts'],
};

const snippets = (lang: string) => {
  const text = readFileSync(here(`../../../docs/${lang}/sdk/typescript.md`), 'utf8');
  return [...text.matchAll(/^```ts\n([^]*?)^```$/gm)].map(([, code], index) => [`${lang}-${index + 1}.ts`, code!] as const);
};

it('what the guide shows compiles against the client as it is', { timeout: 60_000 }, () => {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  const all = ['en', 'zh'].flatMap(snippets);
  for (const [name, code] of all) writeFileSync(`${FOLDER}/${name}`, code);
  writeFileSync(`${FOLDER}/tsconfig.json`, JSON.stringify(OPTIONS));

  expect(all.length).toBeGreaterThan(8);
  expect(compiled()).toBe('');
});

function compiled(): string {
  try {
    return execFileSync('npx', ['tsc', '-p', FOLDER], { cwd: here('..'), encoding: 'utf8' });
  } catch (failed) {
    return (failed as { stdout: string }).stdout;
  }
}
