import { fileURLToPath } from 'node:url';

import { defineConfig } from 'vitepress';

import { chineseBreaks } from '../src/breaks.js';
import { checkSite } from '../src/check.js';
import { colours, nameColours } from '../src/colours.js';
import { figures } from '../src/fence.js';
import { english } from '../src/english.js';
import { chinese } from '../src/chinese.js';
import { importsOfPages } from '../src/imports.js';
import { followPolicy } from '../src/policy.js';
import { searched, tokenize } from '../src/search.js';
import { slugify } from '../src/slug.js';

const docs = fileURLToPath(new URL('../../../docs', import.meta.url));

export default defineConfig({
  title: 'iLive',
  base: '/docs/',
  srcDir: '../../docs',
  // The manual is what both languages have; the rest of the folder is for those who work on iLive.
  srcExclude: ['*.md', 'design/**'],
  outDir: 'dist',
  cacheDir: 'node_modules/.vitepress',
  cleanUrls: true,
  // The check at the end of a build knows anchors as well.
  ignoreDeadLinks: true,
  // The server's Content-Security-Policy lets no inline script run: what can be a file is one.
  transformHtml: followPolicy,
  // By default a style attribute.
  contentProps: { class: 'page' },
  // It would be done by a style element, which the policy forbids.
  appearance: { disableTransition: false },
  buildEnd: ({ outDir }) => checkSite(docs, outDir),
  head: [['link', { rel: 'icon', href: '/docs/favicon.svg', type: 'image/svg+xml' }]],
  locales: { en: english.locale, zh: chinese.locale },
  markdown: {
    // Sub-reasons are anchors as they are written.
    anchor: { slugify },
    theme: colours,
    codeTransformers: [nameColours],
    config: (md) => {
      figures(md);
      chineseBreaks(md);
    },
  },
  themeConfig: {
    i18nRouting: true,
    externalLinkIcon: true,
    search: {
      provider: 'local',
      options: {
        _render: (page, env, md) => md.renderAsync(searched(page), env),
        miniSearch: { options: { tokenize }, searchOptions: { prefix: true, fuzzy: false, boost: { title: 4, titles: 2 } } },
        locales: { en: { translations: english.search }, zh: { translations: chinese.search } },
      },
    },
  },
  vite: {
    publicDir: fileURLToPath(new URL('../public', import.meta.url)),
    // Inlined files would be data: URLs, which the policy forbids for all but pictures.
    build: { assetsInlineLimit: 0, chunkSizeWarningLimit: 1000 },
    plugins: [importsOfPages(docs)],
  },
});
