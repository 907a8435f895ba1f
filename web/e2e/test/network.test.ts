import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Locator, Page } from 'playwright-core';
import { throttle } from '../src/browser.js';
import { printingErrorsIsFine } from '../src/page-errors.js';
import { close, getReady, person } from '../src/pages.js';
import { Server } from '../src/server.js';
import { useBrowser } from '../src/world.js';

const here = useBrowser();
/** Each test has a server of its own: one of them ends it. */
let server: Server;
let page: Page;

beforeEach(async () => {
  server = await Server.start();
  page = await person({ browser: here.browser, url: server.url });
  await page.goto('/studio');
  await network().getByText('the server answers in').waitFor();
});

afterEach(async () => {
  await close(page);
  await server.stop();
});

const network = (): Locator => page.getByRole('region', { name: 'Network' });
const button = (name: string): Locator => network().getByRole('button', { name });
const verdict = (): Locator => network().getByRole('status').getByText(/Your network is (good|fair|poor)/);

/** The figure of a name, as it is read. */
const figure = (name: string): Promise<string | null> => network().locator('dl > div', { hasText: name }).locator('dd').textContent();

it('the network is tested before a live, by keyboard: figures and a verdict, and the page stands still meanwhile', async () => {
  await network().evaluate((section) => {
    const heights: number[] = [];
    Object.assign(window, { heights });
    new ResizeObserver(() => heights.push(section.getBoundingClientRect().height)).observe(section);
  });

  await button('Test the network').press('Enter');
  await verdict().waitFor();

  for (const [name, looks] of [['Upload', /\d [kM]bit\/s$/], ['Download', /\d [kM]bit\/s$/], ['Delay', /\d ms$/], ['Jitter', /\d ms$/]] as const) {
    expect(await figure(name), name).toMatch(looks);
  }
  expect(await network().locator('dt', { hasText: 'Lost packets' }).count(), 'a browser does not know').toBe(0);
  expect(await button('Test again').evaluate((button) => button === document.activeElement), 'the focus stays').toBe(true);
  const heights = await page.evaluate(() => (window as unknown as { heights: number[] }).heights);
  expect(heights, 'before, and from the press on').toHaveLength(2);
  await page.evaluate(() => scrollTo(0, 0));
  const go = await page.getByRole('button', { name: 'Go live' }).boundingBox();
  expect((go?.y ?? NaN) + (go?.height ?? NaN), 'in reach without scrolling').toBeLessThanOrEqual(800);
  await getReady(page, 'Hanna', 'Tested before');
});

it('the speaker is tested by a tone that is seen and, one hopes, heard', async () => {
  const speaker = page.getByRole('group', { name: 'Speaker' });

  await speaker.getByRole('button', { name: 'Play a tone' }).click();

  await speaker.getByText('You should hear a tone now.').waitFor();
  await speaker.locator('[role="meter"]:not([aria-valuenow="0"])').waitFor();
  await speaker.getByText('Nothing heard?').waitFor();
});

it('a test ends when it is stopped, and when its page is left', async () => {
  const uploads: string[] = [];
  page.on('request', (request) => request.url().endsWith('/speed/up') && uploads.push(request.url()));
  await throttle(page, 400_000);
  for (const leave of [button('Stop the test'), page.getByRole('link', { name: 'Home' })]) {
    const begun = page.waitForResponse(/\/speed\/down/);
    await button('Test the network').click();
    const download = (await begun).request();

    const ended = page.waitForEvent('requestfailed', (request) => request === download);
    await leave.click();
    await ended;
  }
  expect(new URL(page.url()).pathname).toBe('/');
  expect(uploads, 'what would have come next').toEqual([]);
});

it('a server that is gone is told with what to do, and tested again once it is back', async () => {
  printingErrorsIsFine();
  await button('Test the network').click();
  await verdict().waitFor();

  await server.kill('SIGTERM');
  await button('Test again').click();

  const problem = network().getByRole('alert');
  await problem.getByText('The server does not answer').waitFor();
  await problem.getByText('Check your Wi-Fi or cable').waitFor();
  await problem.getByText('8012', { exact: true }).waitFor();
  await problem.getByRole('link', { name: 'Manual page of code 8012' }).waitFor();
  expect(await verdict().count(), 'the old verdict is not left standing').toBe(0);

  await server.spawn();
  await button('Test again').click();
  await verdict().waitFor();
});

it('a person who tests too often is told to wait', async () => {
  printingErrorsIsFine();
  const config = join(server.data, 'one-test.toml');
  await writeFile(config, '[limits.speed]\ntests_per_minute = 1\n');
  const strict = await Server.start(['--config', config]);
  await page.goto(`${strict.url}/studio`);
  await button('Test the network').click();
  await verdict().waitFor();

  await button('Test again').click();

  const problem = network().getByRole('alert');
  await problem.getByText('Wait for a minute').waitFor();
  await problem.getByText('10005', { exact: true }).waitFor();
  await page.goto('about:blank');
  await strict.stop();
});

it('on a phone, in Chinese, the result stands above the bar, and nothing needs to be scrolled sideways', async () => {
  const options = { locale: 'zh-CN', viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, reducedMotion: 'reduce' } as const;
  const phone = await person({ browser: here.browser, url: server.url }, options);
  await phone.goto('/studio');
  const section = phone.getByRole('region', { name: '网络' });

  await section.getByRole('button', { name: '测试网络' }).tap();
  await section.getByRole('status').getByText(/你的网络(良好|一般|较差)/).waitFor();

  const [result, bar] = await Promise.all([section.boundingBox(), phone.getByRole('button', { name: '开播' }).boundingBox()]);
  expect((result?.y ?? NaN) + (result?.height ?? NaN)).toBeLessThanOrEqual(bar?.y ?? NaN);
  expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await close(phone);
});
