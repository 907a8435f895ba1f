import { describe, expect, it } from 'vitest';
import { waitForFrames } from '../src/browser.js';
import { printingErrorsIsFine } from '../src/page-errors.js';
import { close, comeOnStage, doWithGuest, person, pictures, say, startLive } from '../src/pages.js';
import { useWorld } from '../src/world.js';

const world = useWorld();

describe('a live, from the first click to the summary', () => {
  it('is found on the home page, watched, talked in, joined on stage and ended', async () => {
    const host = await person(world);
    const viewer = await person(world);
    const room = await startLive(host, 'Hanna', 'Morning tea');

    // Found and watched.
    await viewer.goto('/');
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
    await comeOnStage(host, viewer);
    await viewer.getByRole('button', { name: 'Leave the stage' }).click();
    await pictures(host).nth(1).waitFor({ state: 'detached' });

    // Ended: both see the summary.
    await host.getByRole('button', { name: 'End', exact: true }).click();
    await host.getByRole('button', { name: 'End the live' }).click();
    await host.getByText('That was your live').waitFor();
    await viewer.getByText('The live has ended').waitFor();
    await close(host, viewer);
  });

  it('the host removes somebody, who is told and cannot come back', async () => {
    const host = await person(world);
    const viewer = await person(world);
    const room = await startLive(host, 'Hanna', 'Only friends');
    await viewer.goto(`/r/${room}`);
    await waitForFrames(viewer, 5);

    await doWithGuest(host, 'Remove from the room');
    await host.getByRole('button', { name: 'Remove', exact: true }).click();

    await viewer.getByText('You were removed from this room').waitFor();
    await viewer.reload();
    await viewer.getByText('You were removed from this room').waitFor();
    await viewer.getByText('kicked', { exact: true }).waitFor();
    await close(host, viewer);
  });
});

describe('a second tab', () => {
  it('is another guest, who counts and chats as one', async () => {
    const host = await person(world);
    const first = await person(world);
    const room = await startLive(host, 'Hanna', 'Two of me');
    const second = await first.context().newPage();

    await Promise.all([first.goto(`/r/${room}`), second.goto(`/r/${room}`)]);
    await host.getByText('3 people are here').first().waitFor({ state: 'attached' });
    await say(first, 'here');
    await say(second, 'and there');
    for (const said of ['here', 'and there']) await host.getByRole('log').getByText(said, { exact: true }).waitFor();

    const senders = await host.getByRole('log').locator('.chat-name').allTextContents();
    expect(new Set(senders).size).toBe(2);
    await close(host, first);
  });
});

describe('what a page says when something is wrong', () => {
  it('a ticket that is none is told in plain words, with the code, its sub-reason and a way on', async () => {
    printingErrorsIsFine();
    const page = await person(world);
    await page.goto(`/r/1001#app=1400000001&user=ann&sig=eJwtjrE`);

    await page.getByText('10003', { exact: true }).waitFor();
    await page.getByText('Open the whole link again').waitFor();
    await page.getByText('bad_base64').waitFor();
    await page.getByRole('button', { name: 'Copy diagnostics' }).waitFor();
    expect(page.url()).not.toContain('eJwtjrE');
    await close(page);
  });

  it('a room that is not there says so and offers what can be done', async () => {
    const page = await person(world);
    await page.goto(`/r/4242`);
    await page.getByText('Nobody is live here').waitFor();
    await page.getByRole('button', { name: 'Go live' }).or(page.getByRole('link', { name: 'Go live' })).waitFor();
    await close(page);
  });
});

describe('on a phone, upright, in Chinese, in the dark', () => {
  it('the picture fills the page, chat and hand are in reach, nothing needs to be scrolled sideways', async () => {
    const host = await person(world);
    const room = await startLive(host, 'Hanna', '早安');
    const phone = await person(world, { locale: 'zh-CN', colorScheme: 'dark', viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });

    await phone.goto(`/r/${room}`);
    await waitForFrames(phone, 20);
    await phone.getByRole('textbox', { name: '说点什么' }).fill('你好');
    await phone.getByRole('textbox', { name: '说点什么' }).press('Enter');

    await host.getByRole('log').getByText('你好').waitFor();
    await phone.getByRole('button', { name: '申请上台' }).waitFor();

    // What is said may be read aloud, or not.
    await phone.getByRole('button', { name: '更多' }).click();
    await phone.getByRole('button', { name: '停止朗读新消息' }).click();
    await phone.locator('[role="log"][aria-live="off"]').waitFor();
    const wide = await phone.evaluate(() => document.documentElement.scrollWidth);
    expect(wide).toBeLessThanOrEqual(390);
    await close(host, phone);
  });
});
