import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { goLive, hostAndViewer, lossyMedia, openGuest, takeOnStage, waitForFrames, watch, type Where } from '../src/browser.js';
import { SOUND_WITHOUT_TAP } from '../src/chromium-flags.js';
import { printingErrorsIsFine } from '../src/page-errors.js';
import { Proxy } from '../src/proxy.js';
import { Server } from '../src/server.js';
import { useBrowser } from '../src/world.js';

const here = useBrowser([SOUND_WITHOUT_TAP]);
/** What is lost in a test is lost to it alone: each has a server of its own, and a way to it that can be cut. */
let server: Server;
let proxy: Proxy;
let direct: Where;
let proxied: Where;

beforeEach(async () => {
  printingErrorsIsFine();
  server = await Server.start();
  proxy = await Proxy.to(server.port);
  direct = { browser: here.browser, url: server.url };
  proxied = { browser: here.browser, url: proxy.url };
});

afterEach(async () => {
  await proxy?.close();
  await server?.stop();
});

async function noteStates(page: Page): Promise<void> {
  await page.evaluate(() => {
    const { client, room, log } = window.ilive;
    let last = room.state.value.state;
    client.on('warning', ({ code, delivery }) => log.push(`warning ${code} ${delivery}`));
    // Each try to come back is told as well, in the same state.
    room.state.subscribe(({ state }) => {
      if (state !== last) log.push(state);
      last = state;
    });
    room.on('closed', ({ error }) => log.push(`closed ${error?.code}`));
    room.on('viewer-left', ({ nick }) => log.push(`left ${nick}`));
    room.on('message', ({ text }) => log.push(text));
  });
}

const stateIs = (page: Page, state: string) => page.waitForFunction((state) => window.ilive.room.state.value.state === state, state);

describe('a viewer whose link is cut for more than 5 s', () => {
  it('is told so, comes back by itself, misses nothing, and nobody saw it leave', async () => {
    const { host, viewer } = await hostAndViewer(direct, 2001, proxied);
    await waitForFrames(viewer, 10);
    await Promise.all([noteStates(host), noteStates(viewer)]);

    proxy.cut();
    await stateIs(viewer, 'reconnecting');
    const waiting = viewer.evaluate(() => window.ilive.room.chat.send('said while away'));
    await host.evaluate(() => window.ilive.room.chat.send('one'));
    await host.evaluate(() => window.ilive.room.chat.send('two'));
    // The client says it when the link has been lost for 5 s.
    await viewer.waitForFunction(() => window.ilive.log.includes('warning 8012 event'));
    proxy.mend();
    await stateIs(viewer, 'connected');
    await waiting;
    await viewer.waitForFunction(() => window.ilive.log.length >= 6);
    await waitForFrames(viewer, 10);

    expect(await viewer.evaluate(() => window.ilive.log)).toEqual(['reconnecting', 'warning 8012 event', 'connected', 'one', 'two', 'said while away']);
    await host.waitForFunction(() => window.ilive.log.length >= 3);
    // No word of a leave among them.
    expect(await host.evaluate(() => window.ilive.log)).toEqual(['one', 'two', 'said while away']);
    await Promise.all([host.close(), viewer.close()]);
  });
});

describe('a server that falls silent', () => {
  it('is noticed by the silence of the media, and nothing is lost when it speaks again', async () => {
    const { host, viewer } = await hostAndViewer(direct, 2003);
    await waitForFrames(viewer, 10);
    await noteStates(viewer);

    server.freeze();
    await stateIs(viewer, 'reconnecting');
    server.thaw();
    await stateIs(viewer, 'connected');
    await host.evaluate(() => window.ilive.room.chat.send('still here'));
    await viewer.waitForFunction(() => window.ilive.log.includes('still here'));
    await waitForFrames(viewer, 10);

    expect(await viewer.evaluate(() => window.ilive.log.filter((word) => word.startsWith('closed')))).toEqual([]);
    await Promise.all([host.close(), viewer.close()]);
  });
});

describe('a media path that is lost while the link lives', () => {
  it('is repaired by itself', async () => {
    const host = await openGuest(direct, 'Hanna');
    await goLive(host, 2004);
    const viewer = await openGuest(direct, 'Viktor');
    const lose = await lossyMedia(viewer);
    await watch(viewer, 2004);
    await waitForFrames(viewer, 10);
    await noteStates(viewer);

    await lose(100);
    await viewer.waitForFunction(() => {
      const state = window.ilive.room.state.value;
      return state.state === 'reconnecting' && state.lost === 'media';
    });
    await lose(0);
    await stateIs(viewer, 'connected');
    await waitForFrames(viewer, 10);

    expect(await viewer.evaluate(() => window.ilive.log)).toEqual(['reconnecting', 'connected']);
    await Promise.all([host.close(), viewer.close()]);
  });
});

describe('a server that is killed', () => {
  it('is found again: the room is back, those who sent send, the chat is whole', async () => {
    const { host, viewer } = await hostAndViewer(direct, 2002);
    await waitForFrames(viewer, 10);
    await host.evaluate(() => window.ilive.room.chat.send('before'));
    await Promise.all([noteStates(host), noteStates(viewer)]);

    await server.kill('SIGKILL');
    await Promise.all([stateIs(host, 'reconnecting'), stateIs(viewer, 'reconnecting')]);
    await server.spawn();
    await Promise.all([stateIs(host, 'connected'), stateIs(viewer, 'connected')]);
    await waitForFrames(viewer, 20);
    await host.evaluate(() => window.ilive.room.chat.send('after'));

    const texts = await viewer.evaluate(async () => {
      const heard: string[] = [];
      for await (const { text } of window.ilive.room.messages()) if (heard.push(text) === 2) break;
      return heard;
    });
    expect(texts).toEqual(['before', 'after']);
    expect(await viewer.evaluate(() => window.ilive.log.filter((word) => word.startsWith('closed')))).toEqual([]);
    expect(await host.evaluate(() => window.ilive.room.me.value.host)).toBe(true);
    await Promise.all([host.close(), viewer.close()]);
  });

  it('puts a guest back on the stage that the host had given', async () => {
    const host = await openGuest(direct, 'Hanna');
    await goLive(host, 2005, []);
    const guest = await openGuest(direct, 'Gus');
    await watch(guest, 2005);
    await takeOnStage(host, guest);
    await guest.evaluate(() => window.ilive.room.camera.start({ profile: '360p' }));

    await server.kill('SIGKILL');
    await Promise.all([stateIs(host, 'reconnecting'), stateIs(guest, 'reconnecting')]);
    await server.spawn();
    await Promise.all([stateIs(host, 'connected'), stateIs(guest, 'connected')]);
    await host.evaluate(() => {
      const element = document.createElement('video');
      document.body.append(element);
      const { room } = window.ilive;
      const show = (): void => {
        const gus = room.members.value.find(({ own }) => !own);
        if (gus && element.srcObject === null) room.views.attach(element, gus);
      };
      show();
      room.members.subscribe(show);
    });
    await waitForFrames(host, 10);

    expect(await guest.evaluate(() => window.ilive.room.me.value.roleType)).toBe('cohost');
    expect(await guest.evaluate(() => window.ilive.room.camera.state.value.state)).toBe('live');
    await Promise.all([host.close(), guest.close()]);
  });
});
