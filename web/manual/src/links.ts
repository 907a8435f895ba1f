const BASE = '/docs/';
const ORIGIN = 'http://manual.invalid';

type Page = { file: string; html: string; ids: Set<string> };

/**
 * What is wrong with the links of a built site: addresses and anchors that are not there, files of others that a page would
 * fetch, and what the server's Content-Security-Policy would not let work.
 */
export function linkFaults(site: Map<string, string>): string[] {
  const pages = [...site].filter(([file]) => file.endsWith('.html')).map(([file, html]) => page(file, html));
  const byAddress = new Map(pages.map((one) => [address(one.file), one]));
  return pages.flatMap((one) => [...dead(one, byAddress, site), ...foreign(one), ...refused(one)]);
}

function page(file: string, html: string): Page {
  return { file, html, ids: new Set([...html.matchAll(/\sid="([^"]+)"/g)].map((found) => plain(found[1]!))) };
}

function dead({ file, html }: Page, pages: Map<string, Page>, site: Map<string, string>): string[] {
  const here = ORIGIN + BASE + address(file);
  const links = new Set([...html.matchAll(/\s(?:href|src)="([^"]*)"/g)].map((found) => plain(found[1]!)));
  return [...links].flatMap((link) => {
    const to = URL.parse(link, here);
    if (to === null) return [`${file}: ${link} is no address`];
    if (to.origin !== ORIGIN) return [];
    if (!to.pathname.startsWith(BASE)) return SERVED.test(to.pathname) ? [] : [`${file}: ${link} is outside of ${BASE}`];
    const path = decodeURIComponent(to.pathname.slice(BASE.length));
    const target = pages.get(path);
    if (target === undefined) return site.has(path) || path === '' ? [] : [`${file}: ${link} leads nowhere`];
    const anchor = decodeURIComponent(to.hash.slice(1));
    return anchor === '' || target.ids.has(anchor) ? [] : [`${file}: ${link} has no such anchor`];
  });
}

/** Addresses of the server itself that pages may name. */
const SERVED = /^\/(?:$|check$|studio$|healthz$|readyz$|version$|metrics$)/;

function foreign({ file, html }: Page): string[] {
  const fetched = /<(?:script|img|link|iframe|source|video|audio)\b[^>]*\s(?:src|href)="(?:https?:)?\/\/[^"]*"/g;
  return [...html.matchAll(fetched)].map((found) => `${file}: fetches from elsewhere: ${found[0]}`);
}

function refused({ file, html }: Page): string[] {
  const inline = [...html.matchAll(/<script(?![^>]*\ssrc=)[^>]*>|<style\b|\sstyle="[^"]*"|\son[a-z]+="/g)];
  return inline.map((found) => `${file}: the server's Content-Security-Policy refuses ${found[0]}`);
}

/** The address of a page below the base: `en/index.html` is `en/`, `en/start.html` is `en/start`. */
function address(file: string): string {
  return file.replace(/(^|\/)index\.html$/, '$1').replace(/\.html$/, '');
}

function plain(text: string): string {
  return text.replace(/&quot;/g, '"').replace(/&#39;/g, "'").replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');
}
