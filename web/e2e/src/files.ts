import { existsSync } from 'node:fs';
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

/** Chromium: `CHROMIUM`, else Debian's. */
export function chromiumBinary(): string {
  const path = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
  if (!existsSync(path)) throw new Error(`there is no Chromium at ${path}: \`apt-get install chromium\`, or name one in CHROMIUM`);
  return path;
}

/** The built SDK, as one file. */
export const SDK_BUNDLE = fromHere('../../sdk/dist/ilive.js');
