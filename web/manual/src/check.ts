import { readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { linkFaults } from './links.js';
import { twinFaults } from './twins.js';

/**
 * Holds the site to what it promises: both languages have the same pages, no link leads nowhere, nothing is fetched from
 * elsewhere. @throws {Error} naming all that is wrong.
 */
export function checkSite(docs: string, outDir: string): void {
  const pages = Object.fromEntries(['en', 'zh'].map((lang) => [lang, files(join(docs, lang), '.md')]));
  const site = files(outDir, '');
  const faults = [...twinFaults(pages['en']!, pages['zh']!), ...linkFaults(site)];
  if (faults.length === 0) return;
  // Else the server would take it in all the same.
  rmSync(outDir, { recursive: true });
  throw new Error(`the manual is not whole:\n  ${faults.join('\n  ')}`);
}

/** Every file below `folder` that ends so: its path from there, and its text. */
function files(folder: string, ending: string): Map<string, string> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true });
  const found = names.filter((entry) => entry.isFile() && entry.name.endsWith(ending));
  const paths = found.map((entry) => join(entry.parentPath, entry.name)).sort();
  return new Map(paths.map((path) => [path.slice(folder.length + 1).replaceAll('\\', '/'), readFileSync(path, 'utf8')]));
}
