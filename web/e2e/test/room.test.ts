import { describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { hostAndViewer, openGuest, takeOnStage, waitForFrames, waitForSound, waitForStats, watch } from '../src/browser.js';
import { SOUND_WITHOUT_TAP } from '../src/chromium-flags.js';
import { useWorld } from '../src/world.js';

const world = useWorld({ flags: [SOUND_WITHOUT_TAP] });

/** Waits until an observable of the page's room has a value for which `condition` holds. */
async function waitForMembers(page: Page, condition: string): Promise<void> {
  await page.evaluate(async (condition) => {
    const holds = new Function('members', `return ${condition}`) as (members: unknown) => boolean;
    const { members } = window.ilive.room;
    await new Promise<void>((resolve) => {
      if (holds(members.value)) return resolve();
      members.subscribe((value) => holds(value) && resolve());
    });
  }, condition);
}

describe('a live room', () => {
  it('shows the host to a viewer: frames are decoded and sound is heard', async () => {
    const { host, viewer } = await hostAndViewer(world, 1001);

    await Promise.all([waitForFrames(viewer, 30), waitForSound(viewer)]);

    const [member] = await viewer.evaluate(() => window.ilive.room.members.value.map(({ nick, host, roleType }) => ({ nick, host, roleType })));
    expect(member).toEqual({ nick: 'Hanna', host: true, roleType: 'host' });
    await Promise.all([host.close(), viewer.close()]);
  });

  it('sends three layers and gives the viewer one that fits', async () => {
    const { host, viewer } = await hostAndViewer(world, 1002);

    await waitForStats(host, ({ up }) => up.filter(({ layer, frames }) => layer !== null && (frames ?? 0) > 0).length === 3);
    await waitForStats(viewer, ({ down }) => down.some(({ source, height }) => source === 'main' && (height ?? 0) >= 180));

    await Promise.all([host.close(), viewer.close()]);
  });

  it('carries chat both ways, each message once and in order, with the past for who comes later', async () => {
    const { host, viewer } = await hostAndViewer(world, 1003);
    for (const page of [host, viewer]) {
      await page.evaluate(() => {
        window.ilive.room.on('message', ({ senderNick, text }) => window.ilive.log.push(`${senderNick}: ${text}`));
      });
    }

    await host.evaluate(async () => {
      await window.ilive.room.chat.send('welcome');
    });
    await viewer.evaluate(async () => {
      await window.ilive.room.chat.send('hello');
      await window.ilive.room.chat.send('你好');
    });
    const late = await openGuest(world, 'Lara');
    await watch(late, 1003);
    const past = await late.evaluate(async () => {
      const texts: string[] = [];
      for await (const { text } of window.ilive.room.messages({ history: 10 })) if (texts.push(text) === 3) break;
      return texts;
    });

    const said = ['Hanna: welcome', 'Viktor: hello', 'Viktor: 你好'];
    for (const page of [host, viewer]) {
      await page.waitForFunction(() => window.ilive.log.length >= 3);
      expect(await page.evaluate(() => window.ilive.log)).toEqual(said);
    }
    expect(past).toEqual(['welcome', 'hello', '你好']);
    await Promise.all([host.close(), viewer.close(), late.close()]);
  });

  it('takes a viewer on stage without a new connection, and off it again', async () => {
    const { host, viewer } = await hostAndViewer(world, 1004);
    await viewer.evaluate(() => {
      const { room, log } = window.ilive;
      room.state.subscribe(({ state }) => log.push(state));
      room.stage.on('answered', ({ accepted }) => log.push(accepted ? 'accepted' : 'refused'));
      room.stage.on('removed', () => log.push('removed'));
      room.stage.mine.subscribe(({ state }) => log.push(`stage ${state}`));
    });

    await takeOnStage(host, viewer);
    await viewer.evaluate(async () => {
      await window.ilive.room.microphone.start();
      await window.ilive.room.camera.start({ profile: '360p' });
    });
    await host.evaluate(() => {
      const { room } = window.ilive;
      const element = document.createElement('video');
      document.body.append(element);
      const guest = room.members.value.find(({ own }) => !own);
      if (guest) room.views.attach(element, guest);
    });
    await waitForFrames(host, 20);

    await host.evaluate(async () => {
      const guest = window.ilive.room.members.value.find(({ own }) => !own);
      if (guest) await window.ilive.room.stage.leave(guest);
    });
    await viewer.waitForFunction(() => window.ilive.log.includes('removed'));

    expect(await viewer.evaluate(() => window.ilive.log)).toEqual(['stage waiting', 'accepted', 'stage on', 'stage audience', 'removed']);
    expect(await viewer.evaluate(() => window.ilive.room.camera.state.value.state)).toBe('closed');
    await waitForMembers(host, 'members.length === 1');
    await Promise.all([host.close(), viewer.close()]);
  });

  it('lets the host mute somebody on stage, and remove them', async () => {
    const { host, viewer } = await hostAndViewer(world, 1005);
    await takeOnStage(host, viewer);
    await viewer.evaluate(async () => {
      const { room, log } = window.ilive;
      await room.microphone.start();
      room.me.subscribe(({ mutedByHost }) => mutedByHost.includes('audio') && log.push('muted'));
      room.on('closed', ({ error }) => log.push(`closed ${error?.module} ${error?.code} ${error?.subReason} by ${error?.raisedBy}`));
    });
    await waitForSound(host);

    await host.evaluate(() => window.ilive.room.mute(window.ilive.room.members.value.find(({ own }) => !own)!, 'audio'));
    await viewer.waitForFunction(() => window.ilive.log.includes('muted'));
    await waitForStats(host, ({ down }) => down.every(({ source, bitrateBps }) => source !== 'audio' || bitrateBps === 0));
    await host.evaluate(() => window.ilive.room.kick(window.ilive.room.members.value.find(({ own }) => !own)!));
    await viewer.waitForFunction(() => window.ilive.log.length > 1);

    expect(await viewer.evaluate(() => window.ilive.log)).toEqual(['muted', 'closed av 10003 kicked by server']);
    await Promise.all([host.close(), viewer.close()]);
  });

  it('ends for all, with a summary', async () => {
    const { host, viewer } = await hostAndViewer(world, 1006);
    await viewer.evaluate(() => {
      window.ilive.room.on('closed', ({ error, summary }) => window.ilive.log.push(`closed ${error?.code} ${summary?.totalPeople}`));
    });

    const summary = await host.evaluate(() => window.ilive.room.end());
    await viewer.waitForFunction(() => window.ilive.log.length > 0);

    expect(summary).toMatchObject({ peakPeople: 2, totalPeople: 2 });
    expect(await viewer.evaluate(() => window.ilive.log)).toEqual(['closed 10009 2']);
    await Promise.all([host.close(), viewer.close()]);
  });

  it('shows a screen beside the camera', async () => {
    const { host, viewer } = await hostAndViewer(world, 1007);

    await host.evaluate(() => window.ilive.room.screen.start());
    await waitForStats(viewer, ({ down }) => ['main', 'aux'].every((source) => down.some((track) => track.source === source && (track.frames ?? 0) > 5)));

    await host.evaluate(() => window.ilive.room.screen.stop());
    await waitForMembers(viewer, "members[0].uplinks.every(({ source }) => source !== 'aux')");
    await Promise.all([host.close(), viewer.close()]);
  });
});

describe('messages between two', () => {
  it('arrive in order', async () => {
    const ann = await openGuest(world, 'Ann');
    const bob = await openGuest(world, 'Bob');
    const bobId = await bob.evaluate(() => {
      window.ilive.client.on('message', ({ senderNick, text }) => window.ilive.log.push(`${senderNick}: ${text}`));
      return window.ilive.client.userId;
    });

    await ann.evaluate(async (bobId) => {
      const chat = window.ilive.client.messages.with(bobId);
      await chat.send('one');
      await chat.send('two');
    }, bobId);
    await bob.waitForFunction(() => window.ilive.log.length >= 2);

    expect(await bob.evaluate(() => window.ilive.log)).toEqual(['Ann: one', 'Ann: two']);
    await Promise.all([ann.close(), bob.close()]);
  });
});
