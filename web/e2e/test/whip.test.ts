import { describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { openGuest, waitForFrames, waitForSound, watch } from '../src/browser.js';
import { SOUND_WITHOUT_TAP } from '../src/chromium-flags.js';
import { printingErrorsIsFine } from '../src/page-errors.js';
import { useWorld } from '../src/world.js';

const world = useWorld({ flags: [SOUND_WITHOUT_TAP] });

/** What a POST was answered with. */
interface Answered {
  status: number;
  location: string | null;
  etag: string | null;
  code: number | undefined;
}

declare global {
  interface Window {
    pc: RTCPeerConnection;
  }
}

/** A page without the SDK, of the server's origin, and a guest's bearer for it. */
async function plainPage(): Promise<{ page: Page; bearer: string }> {
  const page = await world.browser.newPage({ bypassCSP: true });
  await page.goto(`${world.url}/healthz`);
  const bearer = await page.evaluate(async () => {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch('/api/v1/guest', { method: 'POST', headers, body: JSON.stringify({ nick: 'OBS' }) });
    return ((await response.json()) as { user_sig: string }).user_sig;
  });
  return { page, bearer };
}

/** Posts the offer of the page's connection, as any WHIP or WHEP client does. */
async function post(page: Page, path: string, bearer: string): Promise<Answered> {
  return page.evaluate(
    async ({ path, bearer }) => {
      await window.pc.setLocalDescription();
      const headers = { 'content-type': 'application/sdp', authorization: `Bearer ${bearer}` };
      const response = await fetch(path, { method: 'POST', headers, body: window.pc.localDescription?.sdp ?? '' });
      const body = await response.text();
      if (response.status === 201) await window.pc.setRemoteDescription({ type: 'answer', sdp: body });
      const { location, etag } = Object.fromEntries(response.headers) as Record<string, string | undefined>;
      const code = response.status === 201 ? undefined : (JSON.parse(body) as { code: number }).code;
      return { status: response.status, location: location ?? null, etag: etag ?? null, code };
    },
    { path, bearer },
  );
}

async function publish(page: Page, room: number, bearer: string): Promise<Answered> {
  await page.evaluate(async () => {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true, video: { width: 640, height: 360 } });
    window.pc = new RTCPeerConnection();
    for (const track of stream.getTracks()) window.pc.addTransceiver(track, { direction: 'sendonly', streams: [stream] });
  });
  return post(page, `/whip/${room}`, bearer);
}

async function play(page: Page, path: string, bearer: string): Promise<Answered> {
  await page.evaluate(() => {
    window.pc = new RTCPeerConnection();
    for (const kind of ['audio', 'video'] as const) {
      const { receiver } = window.pc.addTransceiver(kind, { direction: 'recvonly' });
      const element = document.createElement(kind);
      element.autoplay = true;
      element.srcObject = new MediaStream([receiver.track]);
      document.body.append(element);
    }
  });
  return post(page, path, bearer);
}

/** Waits until the page's connection has received audio that is not silence. */
async function waitForEnergy(page: Page): Promise<void> {
  await page.waitForFunction(async () => {
    const reports = [...(await window.pc.getStats()).values()] as { type: string; kind?: string; totalAudioEnergy?: number }[];
    return reports.some(({ type, kind, totalAudioEnergy }) => type === 'inbound-rtp' && kind === 'audio' && (totalAudioEnergy ?? 0) > 0);
  });
}

describe('without the SDK', () => {
  it('a plain connection publishes by WHIP, another plays by WHEP, and a guest of the web sees it', async () => {
    const obs = await plainPage();
    const player = await plainPage();

    const published = await publish(obs.page, 2001, obs.bearer);
    const played = await play(player.page, '/whep/2001', player.bearer);
    const viewer = await openGuest(world, 'Vera');
    await watch(viewer, 2001);

    expect([published.status, played.status]).toEqual([201, 201]);
    expect(published.location).toMatch(/^\/whip\/2001\//);
    expect(played.etag).toBeTruthy();
    await Promise.all([waitForFrames(player.page, 20), waitForEnergy(player.page), waitForFrames(viewer, 20), waitForSound(viewer)]);
    await Promise.all([obs.page, player.page, viewer].map((page) => page.close()));
  });

  it('a player who came first is shown what comes later', async () => {
    const player = await plainPage();
    const host = await openGuest(world, 'Hanna');
    await host.evaluate(async () => void (window.ilive.room = await window.ilive.client.rooms.create(2002, { title: 'later' })));

    const played = await play(player.page, '/whep/2002', player.bearer);
    await host.evaluate(() => window.ilive.room.camera.start());

    expect(played.status).toBe(201);
    await waitForFrames(player.page, 20);
    await Promise.all([player.page, host].map((page) => page.close()));
  });

  it('the source ends with DELETE, and its player is told nothing it could stumble over', async () => {
    const obs = await plainPage();
    const viewer = await openGuest(world, 'Vera');
    const published = await publish(obs.page, 2003, obs.bearer);
    await watch(viewer, 2003);
    await waitForFrames(viewer, 5);

    const status = await obs.page.evaluate(
      async ({ location, bearer }) => (await fetch(location ?? '', { method: 'DELETE', headers: { authorization: `Bearer ${bearer}` } })).status,
      { location: published.location, bearer: obs.bearer },
    );

    expect(status).toBe(200);
    await viewer.evaluate(async () => {
      const { members } = window.ilive.room;
      await new Promise<void>((resolve) => {
        const gone = (): void => (members.value.length === 0 ? resolve() : undefined);
        gone();
        members.subscribe(gone);
      });
    });
    await Promise.all([obs.page, viewer].map((page) => page.close()));
  });

  it('refusals carry the contract’s code', async () => {
    printingErrorsIsFine();
    const { page, bearer } = await plainPage();
    const refused = await play(page, '/whep/2999', bearer);
    const unknown = await play(page, '/whep/2999', 'not-a-ticket');

    expect(refused).toMatchObject({ status: 404, code: 10009 });
    expect(unknown).toMatchObject({ status: 401, code: 10003 });
    await page.close();
  });
});
