import { createHmac } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { waitForFrames } from '../src/browser.js';
import { printingErrorsIsFine } from '../src/page-errors.js';
import { close, controls, getReady, person } from '../src/pages.js';
import { useWorld } from '../src/world.js';

const APP = { id: 1_400_000_778, secret: 'a-secret-of-an-app-long-enough-to-sign-with' };
const world = useWorld({ serverArgs: ['--app', `${APP.id}=${APP.secret}`] });

interface Ticket {
  sdkAppId: number;
  userId: string;
  userSig: string;
}

/** The fragment of a link, as an app's back end writes it. */
function link(ticket: Ticket): string {
  return `#${new URLSearchParams({ app: String(ticket.sdkAppId), user: ticket.userId, sig: ticket.userSig })}`;
}

/** A userSig of {@link APP} that is good from `inS` seconds on: what a back end's fast clock makes, and `ilive sig` does not. */
function early(user: string, inS: number): Ticket {
  const time = Math.floor(Date.now() / 1_000) + inS;
  const signed = `TLS.identifier:${user}\nTLS.sdkappid:${APP.id}\nTLS.time:${time}\nTLS.expire:3600\n`;
  const sig = createHmac('sha256', APP.secret).update(signed).digest('base64');
  const claims = { 'TLS.ver': '2.0', 'TLS.identifier': user, 'TLS.sdkappid': APP.id, 'TLS.expire': 3_600, 'TLS.time': time, 'TLS.sig': sig };
  const packed = deflateSync(JSON.stringify(claims)).toString('base64');
  return { sdkAppId: APP.id, userId: user, userSig: packed.replaceAll('+', '*').replaceAll('/', '-').replaceAll('=', '_') };
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

  it('of a time that is still to come can be checked again', async () => {
    printingErrorsIsFine();
    const page = await person(world);
    await page.goto(`/studio${link(early('ann', 3_600))}`);
    const card = page.getByRole('alert');
    await card.getByText('Your link is not valid yet').waitFor();

    await Promise.all([page.waitForRequest('**/api/v1/ticket'), card.getByRole('button', { name: 'Try again' }).click()]);
    await card.getByText('not_yet_valid', { exact: true }).waitFor();
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
