import { describe, it } from 'vitest';
import type { Page } from 'playwright-core';
import { waitForFrames } from '../src/browser.js';
import { printingErrorsIsFine } from '../src/page-errors.js';
import { close, person, say, startLive } from '../src/pages.js';
import { Proxy } from '../src/proxy.js';
import { useWorld } from '../src/world.js';

const world = useWorld();

describe('a page whose link is lost', () => {
  it('says so and counts down how long the place is kept, until the link is there again', async () => {
    printingErrorsIsFine();
    const proxy = await Proxy.to(world.server.port);
    const host = await person(world);
    const viewer = await person({ browser: world.browser, url: proxy.url });
    const room = await startLive(host, 'Hanna', 'Through a tunnel');
    await viewer.goto(`/r/${room}`);
    await waitForFrames(viewer, 5);

    proxy.cut();
    const first = await countedBelow(viewer, Infinity);
    await countedBelow(viewer, first);
    proxy.mend();

    await viewer.getByText(/place is kept/).waitFor({ state: 'detached' });
    await viewer.getByText('Connected again.').waitFor();
    await say(host, 'Still there?');
    await viewer.getByRole('log').getByText('Still there?').waitFor();
    await waitForFrames(viewer, 10);
    await close(host, viewer);
    await proxy.close();
  });
});

/** Waits until the banner counts fewer seconds than `most`; gives them. */
async function countedBelow(page: Page, most: number): Promise<number> {
  const seconds = await page.waitForFunction((most) => {
    const left = Number(/kept for (\d+)/.exec(document.querySelector('.link-banner')?.textContent ?? '')?.[1]);
    return left < most ? left : undefined;
  }, most);
  return Number(await seconds.jsonValue());
}
