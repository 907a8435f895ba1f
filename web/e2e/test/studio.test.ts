import { describe, expect, it } from 'vitest';
import type { Locator, Page } from 'playwright-core';
import { close, comeOnStage, controls, doWithGuest, getReady, person, pictures, raiseHand, startLive } from '../src/pages.js';
import { useWorld } from '../src/world.js';

const world = useWorld();

describe('the host on the studio page', () => {
  it('mutes a guest on stage, lets them speak again, and takes them off', async () => {
    const host = await person(world);
    const guest = await person(world);
    const room = await startLive(host, 'Hanna', 'Panel');
    await guest.goto(`/r/${room}`);
    await comeOnStage(host, guest);

    await doWithGuest(host, 'Mute the microphone');
    await guest.getByText('The host has muted you.').waitFor();
    await guest.getByRole('button', { name: 'Muted by the host' }).waitFor();
    await pictures(host).nth(1).getByTitle('Muted by the host').waitFor();

    await doWithGuest(host, 'Let them speak again');
    await guest.getByText('The host lets you speak again.').waitFor();
    await guest.getByRole('button', { name: 'Turn the microphone off' }).waitFor();

    await doWithGuest(host, 'Take off stage');
    await guest.getByText('You are back in the audience.').waitFor();
    await guest.getByRole('button', { name: 'Join on stage' }).waitFor();
    await pictures(host).nth(1).waitFor({ state: 'detached' });
    await close(host, guest);
  });

  it('brings a raised hand on stage from the notice of it, which goes away once it is answered', async () => {
    const host = await person(world);
    const [first, second] = [await person(world), await person(world)];
    const room = await startLive(host, 'Hanna', 'Hands up');
    const notice = host.getByRole('button', { name: 'Bring on stage' });
    await first.goto(`/r/${room}`);
    await raiseHand(first);

    await notice.click();
    await pictures(host).nth(1).locator('video[data-seen="true"]').waitFor();
    expect(await notice.count()).toBe(0);

    await second.goto(`/r/${room}`);
    await raiseHand(second);
    await notice.waitFor();
    await host.getByRole('tab', { name: /Requests/ }).click();
    await host.getByRole('button', { name: /^Accept / }).click();
    await pictures(host).nth(2).waitFor();
    expect(await notice.count()).toBe(0);
    await close(host, first, second);
  });

  it('is told of no raised hand any more once the live is over', async () => {
    const host = await person(world);
    const viewer = await person(world);
    const room = await startLive(host, 'Hanna', 'Too late');
    await viewer.goto(`/r/${room}`);
    await raiseHand(viewer);
    await host.getByRole('button', { name: 'Bring on stage' }).waitFor();

    await controls(host).getByRole('button', { name: 'End', exact: true }).click();
    await host.getByRole('button', { name: 'End the live' }).click();
    await host.getByText('That was your live').waitFor();

    expect(await host.getByRole('button', { name: 'Bring on stage' }).count()).toBe(0);
    await close(host, viewer);
  });

  it('shares the screen, which viewers see large, and stops', async () => {
    const host = await person(world);
    const viewer = await person(world);
    const room = await startLive(host, 'Hanna', 'Slides');
    await viewer.goto(`/r/${room}`);
    const screen = viewer.locator('figure[data-source="aux"]');

    await controls(host).getByRole('button', { name: 'Share your screen' }).click();
    await screen.locator('video[data-seen="true"]').waitFor();
    expect(await screen.getAttribute('data-big')).toBe('true');
    await controls(host).getByRole('button', { name: 'Stop sharing' }).click();

    await screen.waitFor({ state: 'detached' });
    await close(host, viewer);
  });
});

describe('an encoder', () => {
  it('is given its address and its bearer, each with a button that copies it', async () => {
    const host = await person(world, { permissions: ['clipboard-read', 'clipboard-write'] });
    const room = await startLive(host, 'Hanna', 'By OBS');
    const dialog = await openEncoder(host);

    const address = await copied(dialog, 'WHIP address');
    const bearer = await copied(dialog, 'Bearer token');

    expect(address).toBe(`${world.url}/whip/${room}`);
    expect(bearer).toBe(await host.evaluate(() => (JSON.parse(sessionStorage.getItem('ilive.ticket') ?? '') as { userSig: string }).userSig));
    // Nobody who looks on reads it.
    expect(await dialog.getByLabel('Bearer token', { exact: true }).getAttribute('type')).toBe('password');
    await close(host);
  });

  it('is given the room key as its bearer where the host has one', async () => {
    const host = await person(world, { permissions: ['clipboard-read', 'clipboard-write'] });
    const { sdkAppId, userId, userSig } = await world.server.ticket('kim', 3_600);
    const key = await world.server.roomKey('kim', 7001, 'host');

    await host.goto(`/studio/7001#${new URLSearchParams({ app: String(sdkAppId), user: userId, sig: userSig, key })}`);
    await getReady(host, 'Kim', 'By key');
    const bearer = await copied(await openEncoder(host), 'Bearer token');

    expect(bearer).toBe(key);
    await close(host);
  });
});

async function openEncoder(host: Page): Promise<Locator> {
  const name = 'Stream with OBS or another encoder';
  await controls(host).getByRole('button', { name: 'More' }).click();
  await host.getByRole('button', { name }).click();
  return host.getByRole('dialog', { name });
}

/** What the button beside a field puts on the clipboard. */
async function copied(dialog: Locator, label: string): Promise<string> {
  await dialog.getByRole('button', { name: `Copy: ${label}`, exact: true }).click();
  return dialog.page().evaluate(() => navigator.clipboard.readText());
}
