import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import type { TransformContext } from 'vitepress';

const BASE = '/docs/';
const INLINE = /<script([^>]*)>([^<]+(?:<(?!\/script)[^<]*)*)<\/script>/g;
/** The height that pages of phones lose to a menu: VitePress sets it again by script, which is allowed. */
const MENU_HEIGHT = / style="--vp-vh:[^"]*"/g;

/**
 * Makes a page that works under the server's Content-Security-Policy: scripts that stand in it become files, style attributes
 * go.
 */
export function followPolicy(html: string, _file: string, { siteConfig }: TransformContext): string {
  const open = (_: string, attributes: string, code: string) => {
    const name = `assets/inline.${createHash('sha256').update(code).digest('hex').slice(0, 8)}.js`;
    const path = join(siteConfig.outDir, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, code);
    return `<script${attributes} src="${BASE}${name}"></script>`;
  };
  return html.replace(INLINE, open).replace(MENU_HEIGHT, '');
}
