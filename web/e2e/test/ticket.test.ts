import { describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { goLive, openGuest, openPage } from '../src/browser.js';
import { useWorld } from '../src/world.js';

const world = useWorld();

/** Logs in and notes what happens to the login. */
async function logIn(page: Page, ticket: { sdkAppId: number; userSig: string }, next?: string): Promise<void> {
  await page.evaluate(
    async ({ ticket, next }) => {
      const { log } = window.ilive;
      const hook = (): Promise<string> => {
        log.push('asked');
        return Promise.resolve(next ?? '');
      };
      const client = await window.ilive.sdk.Ilive.login({ ...ticket, ...(next !== undefined && { onTokenWillExpire: hook }) });
      client.on('token-will-expire', () => log.push('will expire'));
      client.on('warning', ({ code }) => log.push(`warning ${code}`));
      client.on('closed', ({ error }) => log.push(`closed ${error?.code}`));
      window.ilive.client = client;
    },
    { ticket, ...(next !== undefined && { next }) },
  );
}

describe('a userSig that runs out', () => {
  it('is renewed by the hook before that, and the login goes on', async () => {
    const page = await openPage(world);
    const long = await world.server.ticket('ann', 3_600);
    const short = await world.server.ticket('ann', 10);

    await logIn(page, short, long.userSig);
    await page.waitForFunction(() => window.ilive.log.length > 0);
    await page.evaluate(async () => void (window.ilive.room = await window.ilive.client.rooms.create(6001, { title: 'on' })));

    expect(await page.evaluate(() => [window.ilive.log, window.ilive.room.state.value.state])).toEqual([['asked'], 'connected']);
    await page.close();
  });

  it('may still be renewed by hand in the time of grace', async () => {
    const page = await openPage(world);
    const long = await world.server.ticket('bob', 3_600);

    await logIn(page, await world.server.ticket('bob', 8));
    await page.waitForFunction(() => window.ilive.log.includes('warning 8051'));
    await page.evaluate((sig) => window.ilive.client.renewTicket(sig), long.userSig);
    await page.evaluate(async () => void (window.ilive.room = await window.ilive.client.rooms.create(6002, { title: 'on' })));

    expect(await page.evaluate(() => window.ilive.log)).toEqual(['will expire', 'warning 8051']);
    await page.close();
  });

  it('is not renewed by one of another user or far too long, and the login goes on', async () => {
    const page = await openPage(world);
    const other = await world.server.ticket('eve', 3_600);
    await logIn(page, await world.server.ticket('cat', 3_600));

    const outcomes = await page.evaluate(
      (sigs) =>
        Promise.all(
          sigs.map((sig) =>
            window.ilive.client.renewTicket(sig).then(
              () => 'renewed',
              (error: { module: string; code: number; subReason: string }) => `${error.module} ${error.code} ${error.subReason}`,
            ),
          ),
        ),
      [other.userSig, 'x'.repeat(100_000)],
    );

    expect(outcomes).toEqual([expect.stringMatching(/^av 10003 /), 'av 10003 too_long']);
    expect(await page.evaluate(() => window.ilive.client.state.value.state)).toBe('connected');
    await page.close();
  });
});

describe('a room key', () => {
  it('lets its owner on the stage without the host, and only into its room', async () => {
    const host = await openGuest(world, 'Hanna');
    await goLive(host, 6003, []);
    const page = await openPage(world);
    await logIn(page, await world.server.ticket('dan', 3_600));
    const [right, wrong] = [await world.server.roomKey('dan', 6003, 'cohost'), await world.server.roomKey('dan', 6004, 'cohost')];

    const outcome = await page.evaluate(
      async ([right, wrong]) => {
        const join = (roomKey: string) => window.ilive.client.rooms.join(6003, { role: 'cohost', roomKey });
        const refused = await join(wrong).then(
          () => 'entered',
          (error: { module: string; code: number }) => `${error.module} ${error.code}`,
        );
        const room = await join(right);
        return [refused, room.me.value.roleType, room.stage.mine.value.state];
      },
      [right, wrong] as const,
    );

    expect(outcome).toEqual(['av 10003', 'cohost', 'on']);
    await Promise.all([host.close(), page.close()]);
  });
});
