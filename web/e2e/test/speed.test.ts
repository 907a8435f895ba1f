import { expect, it } from 'vitest';
import { openGuest } from '../src/browser.js';
import { useWorld } from '../src/world.js';

const world = useWorld();

it('the way to the server is measured from a page, but for what a page cannot see', async () => {
  const page = await openGuest(world, 'Ann');

  const { upLoss, downLoss, ...measured } = await page.evaluate(() => window.ilive.sdk.Ilive.speedTest());

  expect([upLoss, downLoss]).toEqual([null, null]);
  for (const [what, value] of Object.entries(measured)) expect(value, what).toBeGreaterThan(0);
  await page.close();
});
