import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { launch, waitForFrames } from '../src/browser.js';
import { Server } from '../src/server.js';

let server: Server;
let browser: Browser;

beforeAll(async () => {
  server = await Server.start();
  browser = await launch();
});

afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

/** A person with a browser of their own. Nothing a page says on the console is wrong. */
async function person(options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ locale: 'en-US', viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  page.on('pageerror', (error) => console.error('page:', error));
  return page;
}

/** Goes live as a newcomer does; gives the room's number. */
async function goLive(page: Page, name: string, title: string): Promise<string> {
  await page.goto(server.url);
  await page.getByRole('link', { name: 'Go live' }).or(page.getByRole('button', { name: 'Go live' })).first().click();
  await page.getByLabel('Your name').fill(name);
  await page.getByLabel('Title').fill(title);
  await page.getByRole('button', { name: 'Go live' }).click();
  await page.waitForURL(/\/studio\/\d+$/);
  await page.getByRole('toolbar', { name: 'Controls' }).waitFor();
  return /\d+$/.exec(page.url())?.[0] ?? '';
}

async function say(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Say something' }).fill(text);
  await page.getByRole('button', { name: 'Send', exact: true }).click();
}

async function close(...pages: Page[]): Promise<void> {
  await Promise.all(pages.map((page) => page.context().close()));
}

describe('a live, from the first click to the summary', () => {
  it('is found on the home page, watched, talked in, joined on stage and ended', async () => {
    const host = await person();
    const viewer = await person();
    const room = await goLive(host, 'Hanna', 'Morning tea');

    // Found and watched.
    await viewer.goto(server.url);
    await viewer.getByRole('link', { name: /Morning tea/ }).click();
    await viewer.waitForURL(`**/r/${room}`);
    await waitForFrames(viewer, 20);
    // The click that opened the room counts as the tap for sound.
    await viewer.getByRole('button', { name: 'Sound off' }).waitFor();

    // Talked in, both ways.
    await say(viewer, 'Hello from the sofa');
    await host.getByRole('log').getByText('Hello from the sofa').waitFor();
    await say(host, 'Welcome!');
    await viewer.getByRole('log').getByText('Welcome!').waitFor();

    // On stage and off it again, on the same connection.
    await viewer.getByRole('button', { name: 'Join on stage' }).click();
    await viewer.getByRole('button', { name: 'Ask the host' }).click();
    await host.getByRole('tab', { name: /Requests/ }).click();
    await host.getByRole('button', { name: /^Accept / }).click();
    await host.getByRole('region', { name: 'Stage' }).locator('figure').nth(1).waitFor();
    await waitForFrames(host, 20);
    await viewer.getByRole('button', { name: 'Leave the stage' }).click();
    await host.getByRole('region', { name: 'Stage' }).locator('figure').nth(1).waitFor({ state: 'detached' });

    // Ended: both see the summary.
    await host.getByRole('button', { name: 'End', exact: true }).click();
    await host.getByRole('button', { name: 'End the live' }).click();
    await host.getByText('That was your live').waitFor();
    await viewer.getByText('The live has ended').waitFor();
    await close(host, viewer);
  });

  it('the host removes somebody, who is told and cannot come back', async () => {
    const host = await person();
    const viewer = await person();
    const room = await goLive(host, 'Hanna', 'Only friends');
    await viewer.goto(`${server.url}/r/${room}`);
    await waitForFrames(viewer, 5);

    await host.getByRole('tab', { name: 'People' }).click();
    await host.getByRole('button', { name: /What to do with Guest/ }).click();
    await host.getByRole('button', { name: 'Remove from the room' }).click();
    await host.getByRole('button', { name: 'Remove', exact: true }).click();

    await viewer.getByText('You were removed from this room').waitFor();
    await viewer.reload();
    await viewer.getByText('You were removed from this room').waitFor();
    await viewer.getByText('kicked', { exact: true }).waitFor();
    await close(host, viewer);
  });
});

describe('what a page says when something is wrong', () => {
  it('a ticket that is none is 10003 with its sub-reason, the fix, and a way on', async () => {
    const page = await person();
    await page.goto(`${server.url}/r/1001#app=1400000001&user=ann&sig=eJwtjrE`);

    await page.getByText('10003', { exact: true }).waitFor();
    await page.getByText('What to do').waitFor();
    await page.getByText('bad_base64').waitFor();
    await page.getByRole('button', { name: 'Copy diagnostics' }).waitFor();
    expect(page.url()).not.toContain('eJwtjrE');
    await close(page);
  });

  it('a room that is not there says so and offers what can be done', async () => {
    const page = await person();
    await page.goto(`${server.url}/r/4242`);
    await page.getByText('Nobody is live here').waitFor();
    await page.getByRole('button', { name: 'Go live' }).or(page.getByRole('link', { name: 'Go live' })).waitFor();
    await close(page);
  });
});

describe('on a phone, upright, in Chinese, in the dark', () => {
  it('the picture fills the page, chat and hand are in reach, nothing needs to be scrolled sideways', async () => {
    const host = await person();
    const room = await goLive(host, 'Hanna', '早安');
    const phone = await person({ locale: 'zh-CN', colorScheme: 'dark', viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });

    await phone.goto(`${server.url}/r/${room}`);
    await waitForFrames(phone, 20);
    await phone.getByRole('textbox', { name: '说点什么' }).fill('你好');
    await phone.getByRole('textbox', { name: '说点什么' }).press('Enter');

    await host.getByRole('log').getByText('你好').waitFor();
    await phone.getByRole('button', { name: '申请上台' }).waitFor();
    const wide = await phone.evaluate(() => document.documentElement.scrollWidth);
    expect(wide).toBeLessThanOrEqual(390);
    await close(host, phone);
  });
});
