import { describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { goLive, openGuest, openPage, takeOnStage, waitForFrames, waitForStats, watch } from '../src/browser.js';
import { SOUND_WITHOUT_TAP } from '../src/chromium-flags.js';
import { useWorld } from '../src/world.js';

const world = useWorld({ flags: [SOUND_WITHOUT_TAP] });

/** A guest whom the host takes on stage, with a small camera. */
async function coHost(host: Page, room: number, nick: string): Promise<Page> {
  const page = await openGuest(world, nick);
  await page.evaluate(async (id) => {
    window.ilive.room = await window.ilive.client.rooms.join(id, { role: 'audience' });
  }, room);
  await takeOnStage(host, page);
  await page.evaluate(() => window.ilive.room.camera.start({ profile: '180p' }));
  return page;
}

describe('more pictures than slots', () => {
  it('make the viewer ask for more slots, once, and all are seen', async () => {
    const host = await openGuest(world, 'Hanna');
    await goLive(host, 5001, []);
    await host.evaluate(() => window.ilive.room.camera.start({ profile: '180p' }));
    const viewer = await openGuest(world, 'Viktor');
    await watch(viewer, 5001);

    const guests: Page[] = [];
    for (const nick of ['A', 'B', 'C', 'D', 'E']) guests.push(await coHost(host, 5001, nick));

    await waitForStats(viewer, ({ down }) => down.filter(({ source, frames }) => source === 'main' && (frames ?? 0) > 3).length === 6);
    expect(await viewer.evaluate(() => window.ilive.room.views.shown.value.length)).toBe(6);
    await Promise.all([host, viewer, ...guests].map((page) => page.close()));
  });
});

describe('the host', () => {
  it('silences somebody until it lifts that again', async () => {
    const host = await openGuest(world, 'Hanna');
    await goLive(host, 5002, []);
    const guest = await coHost(host, 5002, 'Gus');
    await guest.evaluate(() => window.ilive.room.microphone.start());
    const muted = (expected: boolean) =>
      guest.waitForFunction((expected) => {
        const state = window.ilive.room.microphone.state.value;
        return state.state === 'live' && state.mutedByHost === expected;
      }, expected);

    await host.evaluate(() => window.ilive.room.mute(window.ilive.room.members.value.find(({ own }) => !own)!, 'audio'));
    await muted(true);
    await host.waitForFunction(() => window.ilive.room.members.value.some(({ mutedByHost }) => mutedByHost.includes('audio')));
    await host.evaluate(() => window.ilive.room.mute(window.ilive.room.members.value.find(({ own }) => !own)!, 'audio', false));
    await muted(false);

    await Promise.all([host.close(), guest.close()]);
  });
});

describe('a viewer', () => {
  it('without the right to send is told that what it sends is dropped', async () => {
    const host = await openGuest(world, 'Hanna');
    await goLive(host, 5003, []);
    const viewer = await openGuest(world, 'Viktor');
    await watch(viewer, 5003);

    await viewer.evaluate(async () => {
      window.ilive.room.on('privilege-diff', ({ source }) => window.ilive.log.push(source));
      await window.ilive.room.camera.start({ profile: '180p' });
    });
    await viewer.waitForFunction(() => window.ilive.log.length > 0);

    expect(await viewer.evaluate(() => [window.ilive.log, window.ilive.room.camera.state.value.state])).toEqual([['main'], 'live']);
    expect(await host.evaluate(() => window.ilive.room.members.value.length)).toBe(1);
    await Promise.all([host.close(), viewer.close()]);
  });

  it('switches to another room and sees it; the old one is left', async () => {
    const [one, two] = [await openGuest(world, 'One'), await openGuest(world, 'Two')];
    await goLive(one, 5004);
    await goLive(two, 5005);
    const viewer = await openGuest(world, 'Viktor');
    await watch(viewer, 5004);
    await waitForFrames(viewer, 5);

    const states = await viewer.evaluate(async () => {
      const { client, room: old } = window.ilive;
      const room = await client.rooms.switch(5005, { role: 'audience' });
      window.ilive.room = room;
      const element = document.createElement('video');
      document.body.replaceChildren(element);
      room.views.attach(element, room.members.value[0]!);
      return [old.state.value.state, room.state.value.state, client.rooms.current.value?.id];
    });
    await waitForFrames(viewer, 5);

    expect(states).toEqual(['closed', 'connected', 5005]);
    await one.waitForFunction(() => window.ilive.room.people.value.count === 1);
    await Promise.all([one.close(), two.close(), viewer.close()]);
  });

  it('who gives up an entry is in no room, and can enter again at once', async () => {
    const host = await openGuest(world, 'Hanna');
    await goLive(host, 5006);
    const viewer = await openGuest(world, 'Viktor');

    const outcome = await viewer.evaluate(async () => {
      const stop = new AbortController();
      const join = window.ilive.client.rooms.join(5006, { role: 'audience', signal: stop.signal });
      setTimeout(() => stop.abort());
      return join.then(
        () => 'entered',
        (error: { module: string; code: number }) => `${error.module} ${error.code}`,
      );
    });
    await watch(viewer, 5006);
    await waitForFrames(viewer, 5);

    expect(outcome).toBe('ilive 8007');
    await Promise.all([host.close(), viewer.close()]);
  });
});

describe('devices', () => {
  it('are listed, previewed with a meter, and exchanged while live', async () => {
    const page = await openPage(world);

    const preview = await page.evaluate(async () => {
      const { devices } = window.ilive.sdk.Ilive;
      const preview = await devices.preview();
      const cameras = await devices.cameras();
      const level = await new Promise<number>((resolve) => preview.level.subscribe((level) => level > 0.1 && resolve(level)));
      const live = [preview.camera.value?.readyState, preview.microphone.value?.readyState];
      const tracks = [preview.camera.value, preview.microphone.value];
      preview.stop();
      return { cameras: cameras.map(({ label }) => label), level, live, after: tracks.map((track) => track?.readyState) };
    });

    expect(preview.cameras[0]).toMatch(/fake/i);
    expect(preview.level).toBeLessThanOrEqual(1);
    expect([preview.live, preview.after]).toEqual([
      ['live', 'live'],
      ['ended', 'ended'],
    ]);
    await page.close();
  });

  it('that do not exist are 1301, and the source stays closed', async () => {
    const page = await openGuest(world, 'Gus');
    await goLive(page, 5007, []);

    const outcome = await page.evaluate(async () => {
      const { camera } = window.ilive.room;
      const error = await camera.start({ deviceId: 'ghost' }).then(
        () => 'opened',
        (error: { module: string; code: number; subReason: string }) => `${error.module} ${error.code} ${error.subReason}`,
      );
      return [error, camera.state.value.state];
    });

    expect(outcome).toEqual(['av 1301 no_device', 'closed']);
    await page.close();
  });
});
