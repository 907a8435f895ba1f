import { fileURLToPath } from 'node:url';

import type { Plugin } from 'vitepress';

/** Pages lie outside of this package, in `folder`: what they import is found as if they lay here. */
export function importsOfPages(folder: string): Plugin {
  const here = fileURLToPath(import.meta.url);
  return {
    name: 'imports-of-pages',
    enforce: 'pre',
    resolveId(id, importer) {
      const ofPage = importer?.startsWith(folder) === true && /^(?:vue|vitepress)(?:\/|$)/.test(id);
      return ofPage ? this.resolve(id, here, { skipSelf: true }) : undefined;
    },
  };
}
