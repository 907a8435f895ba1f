import { describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { goLive, launch, openGuest, openPage, openUntouched, watch } from '../src/browser.js';
import { printingErrorsIsFine } from '../src/page-errors.js';
import { Proxy } from '../src/proxy.js';
import { useWorld } from '../src/world.js';

const world = useWorld();

/** What a call on the page failed with. */
async function failure(page: Page, call: () => Promise<unknown>): Promise<unknown> {
  return page.evaluate(async (source) => {
    const run = new Function(`return (${source})()`) as () => Promise<unknown>;
    return run().then(
      () => 'it succeeded',
      (error: { module: string; code: number; subReason: string; delivery: string }) => `${error.module} ${error.code} ${error.subReason} ${error.delivery}`,
    );
  }, call.toString());
}

describe('a login that fails says why', () => {
  it.each([
    ['a ticket that is none', () => window.ilive.sdk.Ilive.login({ sdkAppId: 1, userSig: 'nonsense' }), /^av 10003 \w+ completion$/],
    ['a ticket far too long', () => window.ilive.sdk.Ilive.login({ sdkAppId: 1, userSig: 'x'.repeat(100_000) }), /^av 10003 too_long completion$/],
    ['no ticket', () => window.ilive.sdk.Ilive.login({ sdkAppId: 1, userSig: '' }), /^ilive 8021 bad_user_sig return$/],
  ])('%s', async (_, call, expected) => {
    const page = await openPage(world);

    expect(await failure(page, call)).toMatch(expected);
    await page.close();
  });

  it('a closed port is 8012', async () => {
    const page = await openPage(world);
    const gone = await Proxy.to(world.server.port);
    const { url } = gone;
    await gone.close();
    printingErrorsIsFine();

    const outcome = await page.evaluate(async (url) => {
      const { Ilive } = window.ilive.sdk;
      return Ilive.login({ sdkAppId: 1, userSig: 'x', url }).then(
        () => 'it succeeded',
        (error: { module: string; code: number }) => `${error.module} ${error.code}`,
      );
    }, url);

    expect(outcome).toBe('ilive 8012');
    await page.close();
  });

  it('another login of the same user ends the older one with 8050', async () => {
    const older = await openPage(world);
    const ticket = await older.evaluate(async () => {
      const { Ilive } = window.ilive.sdk;
      const ticket = await Ilive.guest({ nick: 'Ann' });
      const client = await Ilive.login(ticket);
      client.on('closed', ({ error }) => window.ilive.log.push(`closed ${error?.module} ${error?.code}`));
      return ticket;
    });
    const newer = await openPage(world);

    await newer.evaluate(async (ticket) => void (await window.ilive.sdk.Ilive.login(ticket)), ticket);
    await older.waitForFunction(() => window.ilive.log.length > 0);

    expect(await older.evaluate(() => window.ilive.log)).toEqual(['closed ilive 8050']);
    await Promise.all([older.close(), newer.close()]);
  });
});

describe('guards', () => {
  it('refuse before anything is sent, in the order of the contract', async () => {
    const page = await openGuest(world, 'Gus');
    await page.evaluate(async () => void (window.ilive.room = await window.ilive.client.rooms.create(3001, { title: 'guards' })));

    const outcomes = [
      await failure(page, () => window.ilive.client.rooms.create(0, { title: 'x' })),
      await failure(page, () => window.ilive.client.rooms.create(3002, undefined as never)),
      await failure(page, () => window.ilive.client.rooms.create(3002, { title: 'x' })),
      await failure(page, () => window.ilive.client.rooms.create(3001, { title: 'x' })),
      await failure(page, () => window.ilive.client.rooms.switch(3002, { role: 'audience' })),
      await failure(page, () => window.ilive.room.changeRole('host')),
      await failure(page, () => window.ilive.sdk.Ilive.login({ sdkAppId: 1, userSig: 'x', userId: 'other' })),
      await failure(page, () => window.ilive.room.leave()),
      await failure(page, () => window.ilive.room.camera.start()),
      await failure(page, () => window.ilive.room.chat.send('x')),
      await failure(page, () => window.ilive.client.logout()),
      await failure(page, () => window.ilive.client.rooms.join(3001, { role: 'audience' })),
      await failure(page, () => window.ilive.client.logout()),
    ];

    expect(outcomes).toEqual([
      'ilive 8021 bad_room_id return',
      'ilive 8021 no_options return',
      'ilive 8010 in_other_room return',
      'ilive 8024 same_room return',
      'ilive 8023 host return',
      'ilive 8024 same_role return',
      'ilive 8004 other_login return',
      'it succeeded',
      'av 1201 left return',
      'ilive 8003 left return',
      'it succeeded',
      'ilive 8002  return',
      'ilive 8009 logged_out return',
    ]);
    await page.close();
  });

  it('by the server: no such room, and a room of somebody else', async () => {
    const host = await openGuest(world, 'Hanna');
    await goLive(host, 3003, []);
    const guest = await openGuest(world, 'Gus');

    expect(await failure(guest, () => window.ilive.client.rooms.join(3999, { role: 'audience' }))).toMatch(/^av 10009 \w+ completion$/);
    expect(await failure(guest, () => window.ilive.client.rooms.create(3003, { title: 'mine' }))).toBe('av 10003 room_taken completion');
    await Promise.all([host.close(), guest.close()]);
  });
});

describe('sound', () => {
  it('waits for a tap where the browser wants one, and says so', async () => {
    const strict = await launch(['--autoplay-policy=document-user-activation-required']);
    const host = await openGuest(world, 'Hanna');
    await goLive(host, 3004);

    const { page, said } = await openUntouched(
      { browser: strict, url: world.url },
      `const ticket = await sdk.Ilive.guest({ nick: 'Viktor' });
      const client = await sdk.Ilive.login(ticket);
      const room = await client.rooms.join(3004, { role: 'audience' });
      const tell = (blocked) => say(blocked ? 'blocked' : 'heard');
      document.onclick = () => room.audio.resume();
      room.audio.blocked.subscribe(tell);
      tell(room.audio.blocked.value);`,
    );
    await said('blocked');
    await page.mouse.click(10, 10);
    await said('heard');

    await host.close();
    await strict.close();
  });
});

describe('the list of rooms', () => {
  it('has what is live, with the cover that its host put', async () => {
    const host = await openGuest(world, 'Hanna');
    await goLive(host, 3005);
    await host.evaluate(async () => {
      const canvas = new OffscreenCanvas(64, 36);
      canvas.getContext('2d')?.fillRect(0, 0, 64, 36);
      await window.ilive.room.setCover(await canvas.convertToBlob({ type: 'image/jpeg' }));
    });
    const viewer = await openGuest(world, 'Viktor');
    await watch(viewer, 3005);

    const cards = await viewer.evaluate(() => window.ilive.sdk.Ilive.rooms());
    const card = cards.find(({ room }) => room === 3005);

    expect(card).toMatchObject({ title: 'room 3005', host: { nick: 'Hanna' }, people: 2, live: true });
    expect((await fetch(card?.coverUrl ?? '')).headers.get('content-type')).toBe('image/jpeg');
    await Promise.all([host.close(), viewer.close()]);
  });
});
