import { describe, expect, it } from 'vitest';
import { waitForFrames } from '../src/browser.js';
import { close, person, startLive } from '../src/pages.js';
import { useWorld } from '../src/world.js';

const world = useWorld();

describe('language and theme', () => {
  it('change on the spot while the live goes on, and are kept', async () => {
    const host = await person(world, { colorScheme: 'light' });
    const viewer = await person(world);
    const room = await startLive(host, 'Hanna', 'Both tongues');
    await viewer.goto(`/r/${room}`);
    // A page that is loaded anew has lost it.
    await host.evaluate(() => void (document.documentElement.dataset['mark'] = 'here'));
    await host.locator('html.light[lang="en"][data-mark="here"]').waitFor();

    await host.getByRole('button', { name: 'Settings' }).click();
    await host.getByText('中文', { exact: true }).click();
    await host.getByText('深色', { exact: true }).click();

    await host.locator('html.dark[lang="zh-CN"][data-mark="here"]').waitFor();
    await host.getByRole('textbox', { name: '说点什么' }).waitFor();
    await waitForFrames(viewer, 20);

    expect(await host.getByRole('link', { name: '使用手册' }).getAttribute('href')).toBe('/docs/zh/');

    const later = await host.context().newPage();
    await later.goto('/');
    await later.locator('html.dark[lang="zh-CN"]').waitFor();
    expect(await later.evaluate(() => document.documentElement.dataset['mark'])).toBeUndefined();
    await close(host, viewer);
  });
});
