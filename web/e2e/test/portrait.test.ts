import { expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { close, controls, person, startLive } from '../src/pages.js';
import { useWorld } from '../src/world.js';

const world = useWorld();

/** Gives a page the camera of a phone that is held upright. */
async function holdUpright(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 360, height: 640 });
    setInterval(() => {
      const context = canvas.getContext('2d');
      if (context === null) return;
      context.fillStyle = `hsl(${performance.now() % 360} 80% 50%)`;
      context.fillRect(0, 0, canvas.width, canvas.height);
    }, 50);
    const { mediaDevices } = navigator;
    const open = mediaDevices.getUserMedia.bind(mediaDevices);
    mediaDevices.getUserMedia = (wanted) => (wanted?.video ? Promise.resolve(canvas.captureStream()) : open(wanted));
  });
}

/** Notes how the stage stood when a picture was first seen in it. */
async function noteFirstSight(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const watch = new MutationObserver(() => {
      const stage = document.querySelector('video[data-seen="true"]')?.closest<HTMLElement>('.stage');
      if (!stage) return;
      watch.disconnect();
      document.documentElement.dataset['first'] = stage.dataset['tall'] ?? 'not known';
    });
    watch.observe(document, { subtree: true, attributes: true, childList: true });
  });
}

it('an upright picture has its height from its first frame on, and a screen beside it has not', async () => {
  const host = await person(world);
  const viewer = await person(world);
  const stage = (tall: boolean) => viewer.locator(`.stage[data-tall="${tall}"] .tile[data-big="true"] video[data-seen="true"]`).waitFor();
  await holdUpright(host);
  await noteFirstSight(viewer);
  const room = await startLive(host, 'Hanna', 'Upright');

  await viewer.goto(`/r/${room}`);
  await viewer.locator('html[data-first]').waitFor({ state: 'attached' });
  expect(await viewer.locator('html').getAttribute('data-first')).toBe('true');

  await controls(host).getByRole('button', { name: 'Share your screen' }).click();
  await stage(false);
  await controls(host).getByRole('button', { name: 'Stop sharing' }).click();
  await stage(true);
  await close(host, viewer);
});
