import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { beforeAll, expect, it } from 'vitest';

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

/** The blocks of code of a guide, as files: their paths. */
function snippets(guide: string, kind: string): string[] {
  const blocks = new RegExp(`^\`\`\`${kind}\\n([^]*?)^\`\`\`$`, 'gm');
  return ['en', 'zh'].flatMap((lang) => {
    const text = readFileSync(here(`../../../docs/${lang}/sdk/${guide}.md`), 'utf8');
    return [...text.matchAll(blocks)].map(([, code], index) => {
      const path = `${FOLDER}/${lang}-${index + 1}.${kind}`;
      writeFileSync(path, code!);
      return path;
    });
  });
}

/** What the program prints when it fails. */
function complaint(program: string, args: string[]): string {
  try {
    execFileSync(program, args, { cwd: here('..'), encoding: 'utf8', stdio: 'pipe' });
    return '';
  } catch (failed) {
    const { stdout, stderr } = failed as { stdout: string; stderr: string };
    return stdout + stderr;
  }
}

beforeAll(() => {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(`${FOLDER}/tsconfig.json`, JSON.stringify(OPTIONS));
});

it('what the guide of TypeScript shows compiles against the client as it is', { timeout: 120_000 }, () => {
  expect(snippets('typescript', 'ts').length).toBeGreaterThan(8);
  expect(complaint('npx', ['tsc', '-p', FOLDER])).toBe('');
});

it('what the guide of C shows compiles against the header as it is', { timeout: 120_000 }, () => {
  const files = snippets('c', 'c');

  expect(files).toHaveLength(4);
  const flags = ['-std=c11', '-Wall', '-Wextra', '-Werror', '-fsyntax-only', '-I', here('../../../crates/ilive-ffi/include')];
  expect(complaint('cc', [...flags, ...files])).toBe('');
});
