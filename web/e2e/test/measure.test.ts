import { describe, expect, it } from 'vitest';
import { goLive, openGuest } from '../src/browser.js';
import { SOUND_WITHOUT_TAP } from '../src/chromium-flags.js';
import { useBrowser, useWorld } from '../src/world.js';

const world = useWorld({ flags: [SOUND_WITHOUT_TAP] });
/** The viewer has one of its own: it shall not share the host's processes. */
const viewers = useBrowser([SOUND_WITHOUT_TAP]);

/** Joins so often; the middle one counts. */
const ROUNDS = 5;

describe('from the click to the first picture', () => {
  it('is reported, of a viewer who is logged in', async () => {
    const studio = await openGuest(world, 'Hanna');
    await goLive(studio, 4001);
    const page = await openGuest({ browser: viewers.browser, url: world.url }, 'Viktor');

    const rounds = await page.evaluate(async (rounds) => {
      const taken: { entered: number; frame: number }[] = [];
      for (let round = 0; round < rounds; round += 1) {
        const element = document.createElement('video');
        element.style.height = '360px';
        document.body.replaceChildren(element);
        const click = performance.now();
        const room = await window.ilive.client.rooms.join(4001, { role: 'audience' });
        const entered = performance.now() - click;
        const member = room.members.value[0];
        if (!member) throw new Error('nobody is on stage');
        room.views.attach(element, member);
        await new Promise((resolve) => element.requestVideoFrameCallback(resolve));
        taken.push({ entered, frame: performance.now() - click });
        await room.leave();
      }
      return taken;
    }, ROUNDS);

    const middle = (numbers: number[]): number => Math.round(numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0);
    console.log(`entered after ${middle(rounds.map(({ entered }) => entered))} ms, first frame after ${middle(rounds.map(({ frame }) => frame))} ms (median of ${ROUNDS})`);
    expect(rounds).toHaveLength(ROUNDS);
  });
});
