import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import type { Where } from './browser.js';

/** A person with a browser of their own, in English and before a large screen unless told. Addresses are the server's. */
export async function person({ browser, url }: Where, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ baseURL: url, locale: 'en-US', viewport: { width: 1280, height: 800 }, ...options });
  return context.newPage();
}

/** Goes live as a newcomer does; gives the room's number. */
export async function startLive(page: Page, name: string, title: string): Promise<string> {
  await page.goto('/');
  await page.getByRole('link', { name: 'Go live' }).or(page.getByRole('button', { name: 'Go live' })).first().click();
  await getReady(page, name, title);
  return /\d+$/.exec(page.url())?.[0] ?? '';
}

/** From the page before a live to the live. */
export async function getReady(page: Page, name: string, title: string): Promise<void> {
  await page.getByLabel('Your name').fill(name);
  await page.getByLabel('Title').fill(title);
  await page.getByRole('button', { name: 'Go live' }).click();
  await page.waitForURL(/\/studio\/\d+$/);
  await controls(page).waitFor();
}

/** The host's row of buttons. */
export function controls(host: Page): Locator {
  return host.getByRole('toolbar', { name: 'Controls' });
}

/** The pictures on the stage. */
export function pictures(page: Page): Locator {
  return page.getByRole('region', { name: 'Stage' }).locator('figure');
}

/** Asks, is accepted, and is seen by the host. */
export async function comeOnStage(host: Page, viewer: Page): Promise<void> {
  await raiseHand(viewer);
  await host.getByRole('tab', { name: /Requests/ }).click();
  await host.getByRole('button', { name: /^Accept / }).click();
  await pictures(host).nth(1).locator('video[data-seen="true"]').waitFor();
}

/** Asks for the stage, through the check of the devices. */
export async function raiseHand(viewer: Page): Promise<void> {
  await viewer.getByRole('button', { name: 'Join on stage' }).click();
  await viewer.getByRole('button', { name: 'Ask the host' }).click();
}

/** What the host's list of people has for the one guest in it. */
export async function doWithGuest(host: Page, what: string): Promise<void> {
  await host.getByRole('tab', { name: 'People' }).click();
  await host.getByRole('button', { name: /What to do with Guest/ }).click();
  await host.getByRole('button', { name: what }).click();
}

export async function say(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Say something' }).fill(text);
  await page.getByRole('button', { name: 'Send', exact: true }).click();
}

export async function close(...pages: Page[]): Promise<void> {
  await Promise.all(pages.map((page) => page.context().close()));
}
