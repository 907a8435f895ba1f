// Fails when the bundle is over what a page should pay for it, both layers and the English texts included: 75 kB gzipped.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const LIMIT_BYTES = 75_000;
const bundle = new URL('../dist/ilive.js', import.meta.url);
const bytes = gzipSync(readFileSync(bundle), { level: 9 }).length;
console.log(`@ilive/client: ${(bytes / 1000).toFixed(1)} kB gzipped of ${LIMIT_BYTES / 1000} kB`);
if (bytes > LIMIT_BYTES) {
  console.error('the bundle is too large: see what the last change brought in');
  process.exit(1);
}
