import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { waitForFrames } from '../src/browser.js';
import { printingErrorsIsFine } from '../src/page-errors.js';
import { close, person, startLive } from '../src/pages.js';
import { Server } from '../src/server.js';
import { useBrowser } from '../src/world.js';

const here = useBrowser();
const where = () => ({ browser: here.browser, url: server.url });
let folder: string;
let server: Server;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ilive-e2e-'));
  const config = join(folder, 'no-grace.toml');
  await writeFile(config, '[timers]\nrenew_grace = 500\n');
  server = await Server.start(['--config', config]);
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

it('a guest whose ticket runs out is told of no link, and goes on as another guest', async () => {
  printingErrorsIsFine();
  const host = await person(where());
  const room = await startLive(host, 'Hanna', 'Longer than a visit');
  const guest = await person(where());
  await guest.goto('/');
  const ticket = { ...(await server.ticket('gus', 12)), guest: true };
  await guest.evaluate((kept) => sessionStorage.setItem('ilive.ticket', JSON.stringify(kept)), ticket);

  await guest.goto(`/r/${room}`);
  const card = guest.getByRole('alert');
  await card.getByText('Your visit has ended').waitFor();
  expect(await card.getByText('8051', { exact: true }).count()).toBe(1);
  await card.getByRole('button', { name: 'Continue as a guest' }).click();

  await waitForFrames(guest, 10);
  expect(await guest.evaluate(() => (JSON.parse(sessionStorage.getItem('ilive.ticket') ?? '') as { userId: string }).userId)).not.toBe('gus');
  await close(host, guest);
});
