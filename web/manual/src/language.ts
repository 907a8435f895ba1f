import { readFileSync } from 'node:fs';

import type { DefaultTheme, LocaleConfig } from 'vitepress';

type Part = 'begin' | 'concepts' | 'sdk' | 'operate' | 'errors' | 'migrate' | 'codes';

/** What differs between the languages; the order of `pages` is that of the manual. */
export type Words = {
  lang: 'en' | 'zh';
  label: string;
  description: string;
  parts: Record<Part, string>;
  pages: Record<string, string>;
  outline: string;
  previous: string;
  next: string;
  menu: string;
  top: string;
  /** The theme; to the light one; to the dark one. */
  theme: [string, string, string];
  languages: string;
  /** Of a block of code: copy, copied. */
  copy: [string, string];
  skip: string;
  /** Title, what may be wrong, the way back. */
  notFound: [string, string, string];
  /** Button, no results, clear, details, close, then what keys do: select, move, close. */
  search: [string, string, string, string, string, string, string, string];
};

type Search = NonNullable<DefaultTheme.LocalSearchOptions['translations']>;
type Language = { locale: LocaleConfig<DefaultTheme.Config>[string]; search: Search };

/** One language of the site. */
export function language(words: Words): Language {
  const home = `/${words.lang}/`;
  const sidebar = parts(words, home);
  const [theme, light, dark] = words.theme;
  const [title, quote, back] = words.notFound;
  const locale: Language['locale'] = {
    lang: words.lang === 'zh' ? 'zh-CN' : 'en',
    label: words.label,
    link: home,
    description: words.description,
    markdown: { codeCopyButton: { tooltipText: words.copy[0], copiedText: words.copy[1] } },
    themeConfig: {
      nav: [
        { text: words.pages['start']!, link: `${home}start` },
        { text: words.parts.concepts, link: `${home}concepts/overview`, activeMatch: `${home}concepts/` },
        { text: words.parts.sdk, link: `${home}sdk/typescript`, activeMatch: `${home}sdk/` },
        { text: words.parts.operate, link: `${home}operate/cli`, activeMatch: `${home}operate/` },
        { text: words.parts.codes, link: `${home}codes/`, activeMatch: `${home}codes/` },
      ],
      sidebar: { [home]: sidebar, [`${home}codes/`]: codes(words, home) },
      outline: { level: [2, 3], label: words.outline },
      docFooter: { prev: words.previous, next: words.next },
      sidebarMenuLabel: words.menu,
      returnToTopLabel: words.top,
      darkModeSwitchLabel: theme,
      lightModeSwitchTitle: light,
      darkModeSwitchTitle: dark,
      langMenuLabel: words.languages,
      skipToContentLabel: words.skip,
      notFound: { title, quote, linkText: back, link: home },
    },
  };
  return { locale, search: search(words.search) };
}

function parts(words: Words, home: string): DefaultTheme.SidebarItem[] {
  const item = (page: string) => ({ text: words.pages[page]!, link: `${home}${page}` });
  const under = (folder: string) => Object.keys(words.pages).filter((page) => page.startsWith(`${folder}/`)).map(item);
  return [
    { text: words.parts.begin, items: [item('start')] },
    { text: words.parts.concepts, items: under('concepts') },
    { text: words.parts.sdk, items: under('sdk') },
    { text: words.parts.operate, items: under('operate') },
    { text: words.parts.errors, items: [item('errors'), item('codes/')] },
    { text: words.parts.migrate, items: under('migrate') },
  ];
}

/** Pages of codes list codes beside them: the numbers in the order of the contract. */
function codes(words: Words, home: string): DefaultTheme.SidebarItem[] {
  const table = readFileSync(new URL('../../../contract/codes.toml', import.meta.url), 'utf8');
  const rows = [...table.matchAll(new RegExp(`^number = (\\d+)$[^]*?^text\\.${words.lang} = "(.*)"$`, 'gm'))];
  const items = rows.map(([, code, text]) => ({ code: Number(code), text: `${code} ${text}`, link: `${home}codes/${code}` }));
  const group = (text: string, low: number, high: number) => ({
    text,
    items: items.filter(({ code }) => code >= low && code <= high).map(({ text, link }) => ({ text, link })),
  });
  return [
    { text: words.parts.errors, items: [{ text: words.pages['errors']!, link: `${home}errors` }, { text: words.pages['codes/']!, link: `${home}codes/` }] },
    { text: 'ilive', items: [...group('', 0, 0).items, ...group('', 8001, 8053).items] },
    group('av', 1, 7000),
    group('av · server', 10001, 10011),
  ];
}

function search([button, none, clear, details, close, select, move, shut]: Words['search']): Search {
  return {
    button: { buttonText: button, buttonAriaLabel: button },
    modal: {
      noResultsText: none,
      resetButtonTitle: clear,
      displayDetails: details,
      backButtonTitle: close,
      footer: { selectText: select, navigateText: move, closeText: shut },
    },
  };
}
