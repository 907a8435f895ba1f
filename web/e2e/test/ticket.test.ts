import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { goLive, launch, openGuest, openPage } from '../src/browser.js';
import { Server } from '../src/server.js';

let server: Server;
let browser: Browser;

beforeAll(async () => {
  server = await Server.start();
  browser = await launch();
});

afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

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
    const page = await openPage(browser, server.url);
    const short = await server.ticket('ann', 4);
    const long = await server.ticket('ann', 3_600);

    await logIn(page, short, long.userSig);
    await page.waitForFunction(() => window.ilive.log.length > 0);
    await page.evaluate(async () => void (window.ilive.room = await window.ilive.client.rooms.create(6001, { title: 'on' })));

    expect(await page.evaluate(() => [window.ilive.log, window.ilive.room.state.value.state])).toEqual([['asked'], 'connected']);
    await page.close();
  });

  it('may still be renewed by hand in the time of grace', async () => {
    const page = await openPage(browser, server.url);
    const long = await server.ticket('bob', 3_600);

    await logIn(page, await server.ticket('bob', 2));
    await page.waitForFunction(() => window.ilive.log.includes('warning 8051'));
    await page.evaluate((sig) => window.ilive.client.renewTicket(sig), long.userSig);
    await page.evaluate(async () => void (window.ilive.room = await window.ilive.client.rooms.create(6002, { title: 'on' })));

    expect(await page.evaluate(() => window.ilive.log)).toEqual(['will expire', 'warning 8051']);
    await page.close();
  });

  it('of another user is refused, and the login goes on', async () => {
    const page = await openPage(browser, server.url);
    const other = await server.ticket('eve', 3_600);
    await logIn(page, await server.ticket('cat', 3_600));

    const outcome = await page.evaluate(
      (sig) =>
        window.ilive.client.renewTicket(sig).then(
          () => 'renewed',
          (error: { module: string; code: number }) => `${error.module} ${error.code}`,
        ),
      other.userSig,
    );

    expect(outcome).toBe('av 10003');
    expect(await page.evaluate(() => window.ilive.client.state.value.state)).toBe('connected');
    await page.close();
  });
});

describe('a room key', () => {
  it('lets its owner on the stage without the host, and only into its room', async () => {
    const host = await openGuest(browser, server.url, 'Hanna');
    await goLive(host, 6003, []);
    const page = await openPage(browser, server.url);
    await logIn(page, await server.ticket('dan', 3_600));
    const [right, wrong] = [await server.roomKey('dan', 6003, 'cohost'), await server.roomKey('dan', 6004, 'cohost')];

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
