import { expect, it } from 'vitest';
import type { SpeedTestProgress } from '@ilive/client';
import { openGuest } from '../src/browser.js';
import { useWorld } from '../src/world.js';

const world = useWorld();

it('the way to the server is measured from a page, step by step, but for what a page cannot see', async () => {
  const page = await openGuest(world, 'Ann');

  const { result, steps } = await page.evaluate(async () => {
    const steps: SpeedTestProgress['step'][] = [];
    const result = await window.ilive.sdk.Ilive.speedTest({ onProgress: ({ step }) => steps.push(step) });
    return { result, steps };
  });

  const { upLoss, downLoss, ...measured } = result;
  expect([upLoss, downLoss]).toEqual([null, null]);
  for (const [what, value] of Object.entries(measured)) expect(value, what).toBeGreaterThan(0);
  expect(steps).toEqual(['round_trip', 'down', 'up']);
  await page.close();
});
