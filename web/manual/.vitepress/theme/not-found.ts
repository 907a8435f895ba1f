import { type DefaultTheme, type SiteData, useData, withBase } from 'vitepress';
import { defineComponent, h } from 'vue';

/** Stands for an address that is none: in the language of the address, or in both where it has none. */
export const NotFound = defineComponent(() => {
  const { site, localeIndex } = useData<DefaultTheme.Config>();
  return () => {
    const { [localeIndex.value]: known, ...others } = site.value.locales;
    return h('div', { class: 'not-found' }, (known ? [known] : Object.values(others)).map(words));
  };
});

function words({ lang, themeConfig }: SiteData<DefaultTheme.Config>['locales'][string]) {
  const { title, quote, link = '/', linkText } = themeConfig?.notFound ?? {};
  return h('section', { lang }, [h('h1', title), h('p', quote), h('a', { href: withBase(link) }, linkText)]);
}
