import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

function fromHere(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}

/** The server: `ILIVE_BIN`, else what cargo built last. */
export function serverBinary(): string {
  const target = process.env['CARGO_TARGET_DIR'] ?? fromHere('../../../target');
  const candidates = [process.env['ILIVE_BIN'], `${target}/release/ilive`, `${target}/debug/ilive`];
  const found = candidates.find((path) => path !== undefined && existsSync(path));
  if (found === undefined) throw new Error('there is no ilive to test: `cargo build -p ilive-cli`, or name one in ILIVE_BIN');
  return found;
}

/** As Debian, Ubuntu and Google call it. */
const CHROMIUMS = ['chromium', 'chromium-browser', 'google-chrome'];

/** Chromium: `CHROMIUM_BIN`, a path or a program's name, else the first that this machine has. */
export function chromiumBinary(): string {
  const named = process.env['CHROMIUM_BIN'];
  const names = named ? [named] : CHROMIUMS;
  const found = names.flatMap(placesOf).find((path) => existsSync(path));
  if (found === undefined) throw new Error(`there is no ${names.join(', ')}: \`apt-get install chromium\`, or name a program or a path in CHROMIUM_BIN`);
  return found;
}

/** Where a program may be: a path is itself, a name is looked for along PATH as a shell does. */
function placesOf(program: string): string[] {
  if (program.includes('/')) return [program];
  return (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, program));
}

/** The built SDK, as one file. */
export const SDK_BUNDLE = fromHere('../../sdk/dist/ilive.js');
