import { readFile } from 'node:fs/promises';
import { chromium, type Browser, type Page } from 'playwright-core';
import type * as Sdk from '@ilive/client';
import { FAKE_DEVICES, QUIET, SHARES_SCREEN, without } from './chromium-flags.js';
import { SDK_BUNDLE, chromiumBinary } from './files.js';
import { listenForErrors } from './page-errors.js';

export async function launch(more: readonly string[] = []): Promise<Browser> {
  const args = [...QUIET, ...FAKE_DEVICES, SHARES_SCREEN, without(), ...more];
  const browser = await chromium.launch({ executablePath: chromiumBinary(), headless: true, args, ignoreDefaultArgs: ['--mute-audio'] });
  return browser.on('context', (context) => {
    // A bound as well: what a person waits a second for may take a busy machine half a minute.
    context.setDefaultTimeout(PATIENCE_MS);
    listenForErrors(context);
  });
}

const PATIENCE_MS = 120_000;

/** Where a page is opened: a browser, and the address that the page is loaded from. */
export interface Where {
  readonly browser: Browser;
  readonly url: string;
}

/** What a test's page has at hand. */
export interface Tools {
  readonly sdk: typeof Sdk;
  client: Sdk.Client;
  room: Sdk.Room;
  /** What happened, in words, in order. */
  readonly log: string[];
}

declare global {
  interface Window {
    ilive: Tools;
  }
}

/** A blank page of the server's own origin with the built SDK in it. Loaded from the server itself, as its address decides what it may reach. */
export async function openPage({ browser, url }: Where): Promise<Page> {
  const page = await browser.newPage({ bypassCSP: true });
  await page.goto(`${url}/healthz`);
  const address = await page.evaluate((bundle) => {
    document.body.replaceChildren();
    return URL.createObjectURL(new Blob([bundle], { type: 'text/javascript' }));
  }, await readFile(SDK_BUNDLE, 'utf8'));
  await page.addScriptTag({ type: 'module', content: `import * as sdk from '${address}'; window.ilive = { sdk, log: [] };` });
  await page.waitForFunction(() => window.ilive !== undefined);
  return page;
}

/**
 * Runs a module on a fresh page as a browser would: what a test evaluates counts as the user's tap, and this does not. What it says on the
 * console is all that is heard of it.
 *
 * @param script has `sdk` and `say(word)`.
 */
export async function openUntouched({ browser, url }: Where, script: string): Promise<{ page: Page; said: (word: string) => Promise<void> }> {
  const page = await browser.newPage({ bypassCSP: true });
  const heard = new Set<string>();
  page.on('console', (message) => heard.add(message.text()));
  const bundle = JSON.stringify(await readFile(SDK_BUNDLE, 'utf8'));
  const load = `import(URL.createObjectURL(new Blob([${bundle}], { type: 'text/javascript' })))`;
  await page.addInitScript({
    content: `addEventListener('DOMContentLoaded', async () => {
      const sdk = await ${load};
      const say = (word) => console.log(word);
      try { ${script} } catch (error) { say(String(error)); }
    });`,
  });
  const said = async (word: string): Promise<void> => {
    if (!heard.has(word)) await page.waitForEvent('console', (message) => message.text() === word);
  };
  await page.goto(`${url}/healthz`);
  return { page, said };
}

/** A page with a fresh guest logged in. */
export async function openGuest(where: Where, nick: string): Promise<Page> {
  const page = await openPage(where);
  await page.evaluate(async (nick) => {
    const { Ilive } = window.ilive.sdk;
    const ticket = await Ilive.guest({ nick });
    window.ilive.client = await Ilive.login({ ...ticket, nick });
  }, nick);
  return page;
}

/**
 * Makes a page's media path one that can lose packets. Connections made before are not touched by it.
 *
 * @returns how to lose so many percent of all packets; the link stays as it is.
 */
export async function lossyMedia(page: Page): Promise<(percent: number) => Promise<void>> {
  const network = await page.context().newCDPSession(page);
  await network.send('Network.enable');
  const lose = async (packetLoss: number): Promise<void> => {
    // Chromium only looks at losses where there is a limit, however high.
    const limits = { offline: false, latency: 0, downloadThroughput: 1e8, uploadThroughput: 1e8, packetQueueLength: 1_000 };
    await network.send('Network.emulateNetworkConditions', { ...limits, packetLoss });
  };
  await lose(0);
  return lose;
}

/** Lets HTTP of a page carry so many bits a second, either way. */
export async function throttle(page: Page, bps: number): Promise<void> {
  const network = await page.context().newCDPSession(page);
  await network.send('Network.enable');
  await network.send('Network.emulateNetworkConditions', { offline: false, latency: 0, downloadThroughput: bps / 8, uploadThroughput: bps / 8 });
}

/** The page's guest makes a room and sends what is asked for. */
export async function goLive(page: Page, room: number, sources: readonly ('camera' | 'microphone')[] = ['camera', 'microphone']): Promise<void> {
  await page.evaluate(
    async ({ room, sources }) => {
      window.ilive.room = await window.ilive.client.rooms.create(room, { title: `room ${room}` });
      for (const source of sources) await window.ilive.room[source].start();
    },
    { room, sources },
  );
}

/** The guest of a page asks for the stage, the host of another accepts; done when the guest is on it. */
export async function takeOnStage(host: Page, guest: Page): Promise<void> {
  await guest.evaluate(() => window.ilive.room.stage.request());
  await host.waitForFunction(() => window.ilive.room.stage.queue.value.length === 1);
  await host.evaluate(() => window.ilive.room.stage.accept(window.ilive.room.stage.queue.value[0]!));
  await guest.waitForFunction(() => window.ilive.room.stage.mine.value.state === 'on');
}

/** The page's guest watches a room: every picture that comes on an element of its own. */
export async function watch(page: Page, room: number): Promise<void> {
  await page.evaluate(async (id) => {
    const room = await window.ilive.client.rooms.join(id, { role: 'audience' });
    window.ilive.room = room;
    const elements = new Map<string, HTMLVideoElement>();
    const show = (): void => {
      for (const member of room.members.value) {
        for (const { source } of member.uplinks) {
          const key = `${member.tinyId} ${source}`;
          if (member.own || source === 'audio' || elements.has(key)) continue;
          const element = document.createElement('video');
          element.style.cssText = 'width: 640px; height: 360px';
          element.dataset['key'] = key;
          document.body.append(element);
          elements.set(key, element);
          room.views.attach(element, member, source);
        }
      }
    };
    show();
    room.members.subscribe(show);
  }, room);
}

/** A host who is live, and a viewer who watches, each on a page of its own; the viewer elsewhere when told. */
export async function hostAndViewer(where: Where, room: number, elsewhere: Where = where): Promise<{ host: Page; viewer: Page }> {
  const host = await openGuest(where, 'Hanna');
  await goLive(host, room);
  const viewer = await openGuest(elsewhere, 'Viktor');
  await watch(viewer, room);
  return { host, viewer };
}

/** Waits until at least `more` further frames have been drawn on some element of the page. */
export async function waitForFrames(page: Page, more = 10): Promise<void> {
  await page.evaluate(async (more) => {
    await new Promise<void>((resolve) => {
      const seen = new Set<HTMLVideoElement>();
      let frames = 0;
      const follow = (): void => {
        for (const element of document.querySelectorAll('video')) {
          if (seen.has(element)) continue;
          seen.add(element);
          const next = (): void => {
            frames += 1;
            if (frames >= more) resolve();
            else element.requestVideoFrameCallback(next);
          };
          element.requestVideoFrameCallback(next);
        }
      };
      new MutationObserver(follow).observe(document.body, { childList: true, subtree: true });
      follow();
    });
  }, more);
}

/** Waits until statistics show what `condition` asks for. */
export async function waitForStats(page: Page, condition: (stats: Sdk.RoomStats) => boolean): Promise<void> {
  await page.evaluate(async (source) => {
    const holds = new Function('stats', `return (${source})(stats)`) as (stats: Sdk.RoomStats) => boolean;
    await new Promise<void>((resolve) => {
      const stop = window.ilive.room.stats.subscribe((stats) => {
        if (!stats || !holds(stats)) return;
        queueMicrotask(() => stop());
        resolve();
      });
    });
  }, condition.toString());
}

/** Waits until sound is heard: the energy of what was decoded grows. */
export async function waitForSound(page: Page): Promise<void> {
  await waitForStats(page, ({ down }) => down.some(({ source, audioEnergy }) => source === 'audio' && (audioEnergy ?? 0) > 0));
}
