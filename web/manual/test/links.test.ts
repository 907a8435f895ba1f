import { describe, expect, it } from 'vitest';

import { linkFaults } from '../src/links.js';

const site = (html: string) =>
  new Map([
    ['en/index.html', html],
    ['en/start.html', '<h2 id="first"></h2><code id="key_expired"></code><h2 id="中文"></h2>'],
    ['assets/app.js', ''],
  ]);

describe('links', () => {
  it.each([
    ['a page', '<a href="/docs/en/start">'],
    ['a page beside', '<a href="./start">'],
    ['an anchor', '<a href="./start#first">'],
    ['a sub-reason', '<a href="/docs/en/start#key_expired">'],
    ['an anchor in Chinese', '<a href="./start#%E4%B8%AD%E6%96%87">'],
    ['a folder', '<a href="/docs/en/">'],
    ['a file', '<script src="/docs/assets/app.js"></script>'],
    ['the application', '<a href="/studio">'],
    ['another site', '<a href="https://caddyserver.com/">'],
  ])('may lead to %s', (_, html) => {
    expect(linkFaults(site(html))).toEqual([]);
  });

  it.each([
    ['a page that is not there', '<a href="./nope">', './nope leads nowhere'],
    ['an anchor that is not there', '<a href="./start#last">', './start#last has no such anchor'],
    ['a file that is not there', '<img src="/docs/assets/no.svg">', '/docs/assets/no.svg leads nowhere'],
    ['what the server does not serve', '<a href="/nope">', '/nope is outside of /docs/'],
  ])('may not lead to %s', (_, html, fault) => {
    expect(linkFaults(site(html))).toEqual([`en/index.html: ${fault}`]);
  });

  it.each([
    ['a script of others', '<script src="https://cdn.example/x.js"></script>', 'fetches from elsewhere'],
    ['a font of others', '<link rel="stylesheet" href="//fonts.example/x.css">', 'fetches from elsewhere'],
    ['a script in the page', '<script>alert(1)</script>', 'Content-Security-Policy refuses'],
    ['a style attribute', '<p style="color:red">', 'Content-Security-Policy refuses'],
    ['a handler in the page', '<p onclick="x()">', 'Content-Security-Policy refuses'],
  ])('do not let in %s', (_, html, fault) => {
    expect(linkFaults(site(html)).join()).toContain(fault);
  });
});
