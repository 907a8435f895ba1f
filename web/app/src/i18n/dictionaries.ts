import * as en from './en';
import * as zh from './zh';

/** All words of one language. English decides which there are; a missing one in another is a type error. */
export type Dictionary = typeof en;
export type Language = 'en' | 'zh-CN';

export const dictionaries: Readonly<Record<Language, Dictionary>> = { en, 'zh-CN': zh };

/** The language that fits best, from a list of wishes such as `navigator.languages`. */
export function bestLanguage(wishes: readonly string[]): Language {
  for (const wish of wishes) {
    if (/^zh\b/i.test(wish)) return 'zh-CN';
    if (/^en\b/i.test(wish)) return 'en';
  }
  return 'en';
}
