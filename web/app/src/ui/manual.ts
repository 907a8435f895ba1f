import type { Language } from '../i18n/dictionaries';

/** The manual's first page in a language of the app. */
export function manualUrl(language: Language): string {
  return `/docs/${{ en: 'en', 'zh-CN': 'zh' }[language]}/`;
}
