import { describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { waitForFrames } from '../src/browser.js';
import { printingErrorsIsFine } from '../src/page-errors.js';
import { close, controls, getReady, person } from '../src/pages.js';
import { useWorld } from '../src/world.js';

const world = useWorld();

interface Ticket {
  sdkAppId: number;
  userId: string;
  userSig: string;
}

/** The fragment of a link, as an app's back end writes it. */
function link(ticket: Ticket): string {
  return `#${new URLSearchParams({ app: String(ticket.sdkAppId), user: ticket.userId, sig: ticket.userSig })}`;
}

/** A person whose page notes that it asked for a device. */
async function watched(): Promise<Page> {
  const page = await person(world);
  await page.addInitScript(() => {
    const { mediaDevices } = navigator;
    const open = mediaDevices.getUserMedia.bind(mediaDevices);
    mediaDevices.getUserMedia = (wanted) => {
      document.documentElement.dataset['asked'] = 'yes';
      return open(wanted);
    };
  });
  return page;
}

describe('a link whose ticket is refused', () => {
  it.each([
    ['cut off', (ticket: Ticket) => ({ ...ticket, userSig: `${ticket.userSig.slice(0, 20)}!` }), 'Your link is damaged', 'bad_base64'],
    ['of another app', (ticket: Ticket) => ({ ...ticket, sdkAppId: 77 }), 'Your link is not valid here', 'app_unknown'],
  ])('%s: is told on the first page, and before a camera is asked for', async (_, spoilt, title, reason) => {
    printingErrorsIsFine();
    const page = await watched();

    await page.goto(`/${link(spoilt(await world.server.ticket('ann', 3_600)))}`);
    await page.getByRole('alert').getByText(title).waitFor();
    await page.goto('/studio');

    const card = page.getByRole('alert');
    await card.getByText(title).waitFor();
    await card.getByText(reason, { exact: true }).waitFor();
    expect(await page.evaluate(() => document.documentElement.dataset['asked'])).toBeUndefined();

    await card.getByRole('button', { name: 'Continue as a guest' }).click();
    await getReady(page, 'Gus', 'As a guest');
    await close(page);
  });

  it('of somebody else says so', async () => {
    const page = await person(world);
    const ticket = await world.server.ticket('ann', 3_600);

    await page.goto(`/studio${link({ ...ticket, userId: 'bob' })}`);

    await page.getByRole('alert').getByText('Your link is somebody else’s').waitFor();
    await close(page);
  });
});

describe('a link that is good', () => {
  it('opened a second time leaves the live of the first as it is', async () => {
    const host = await person(world);
    const ticket = await world.server.ticket('hal', 3_600);
    await host.goto(`/studio${link(ticket)}`);
    await getReady(host, 'Hal', 'By link');

    const again = await person(world);
    await again.goto(`/studio${link(ticket)}`);
    await again.getByLabel('Your name').waitFor();

    await controls(host).waitFor();
    const viewer = await person(world);
    await viewer.goto(new URL(host.url()).pathname.replace('/studio/', '/r/'));
    await waitForFrames(viewer, 10);
    await close(host, again, viewer);
  });
});
