import { describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { printingErrorsIsFine } from '../src/page-errors.js';
import { useWorld } from '../src/world.js';

const world = useWorld();

/** A reader; what a page prints as an error, such as a part that the Content-Security-Policy refuses, fails the test. */
async function reader(options: { locale?: string; width?: number } = {}): Promise<Page> {
  const { locale = 'en-GB', width = 1280 } = options;
  const context = await world.browser.newContext({ baseURL: world.url, locale, colorScheme: 'light', viewport: { width, height: 800 } });
  return context.newPage();
}

const heading = (page: Page, text: string) => page.getByRole('heading', { level: 1, name: text }).waitFor();

describe('the manual', () => {
  it('shows the page of an error in the language of who follows its address', async () => {
    for (const [locale, address, title] of [
      ['zh-CN', '/docs/zh/codes/10003', '10003 没有权限'],
      ['de-DE', '/docs/en/codes/10003', '10003 Not allowed'],
    ] as const) {
      const page = await reader({ locale });
      await page.goto('/docs/codes/10003#key_expired');
      await heading(page, title);
      expect(new URL(page.url()).pathname).toBe(address);
      await page.context().close();
    }
  });

  it('finds words of both languages and goes to where they are', async () => {
    for (const [home, button, words, found] of [
      ['/docs/en/', 'Search', 'resume_window', '/docs/en/concepts/link'],
      ['/docs/zh/', '搜索', '房间密钥', '/docs/zh/concepts/tickets'],
    ] as const) {
      const page = await reader();
      await page.goto(home);
      await page.getByRole('button', { name: button }).first().click();
      await page.getByRole('searchbox').fill(words);
      await page.locator(`#localsearch-list a[href*="${found}"]`).first().click();
      await page.waitForURL((url) => url.pathname === found);
      await page.context().close();
    }
  });

  it('keeps the theme, and the page when the language changes', async () => {
    const page = await reader();
    await page.goto('/docs/en/concepts/tickets');
    await page.getByRole('switch').first().click();
    await page.locator('html.dark').waitFor();

    await page.getByRole('button', { name: 'Change the language' }).hover();
    await page.getByRole('link', { name: '中文' }).first().click();
    await heading(page, '票据');
    expect(new URL(page.url()).pathname).toBe('/docs/zh/concepts/tickets');

    await page.reload();
    await page.locator('html.dark[lang="zh-CN"]').waitFor();
    await page.context().close();
  });

  it('says what is no page in the language of its address, or in both, and leads back', async () => {
    // A missing page is a failed request to the browser.
    printingErrorsIsFine();
    const words = { en: ['There is no such page', 'To the first page'], zh: ['没有这个页面', '回到首页'] } as const;
    for (const [address, said, followed] of [
      ['/docs/nosuch', ['en', 'zh'], 'en'],
      ['/docs/nosuch', ['en', 'zh'], 'zh'],
      ['/docs/zh/nosuch', ['zh'], 'zh'],
    ] as const) {
      const page = await reader();
      await page.goto(address);
      const [title, back] = words[followed];
      await heading(page, title);
      expect(await page.getByRole('heading', { level: 1 }).allInnerTexts()).toEqual(said.map((lang) => words[lang][0]));
      await page.getByRole('link', { name: back }).click();
      await page.waitForURL((url) => url.pathname === `/docs/${followed}/`);
      await page.context().close();
    }
  });

  it('asks nobody but the server, and fits a phone', async () => {
    const page = await reader({ width: 360 });
    const asked = new Set<string>();
    page.on('request', (request) => asked.add(new URL(request.url()).origin));
    for (const address of ['en/', 'zh/concepts/overview', 'en/migrate/ilivesdk', 'zh/codes/10003', 'en/codes/']) {
      await page.goto(`/docs/${address}`);
      expect(await page.evaluate(() => document.documentElement.scrollWidth), address).toBeLessThanOrEqual(360);
    }
    expect([...asked]).toEqual([new URL(world.url).origin]);
    await page.context().close();
  });
});
