import { describe, expect, it } from 'vitest';
import { openPage } from '../src/browser.js';
import { close, getReady, person } from '../src/pages.js';
import { useWorld } from '../src/world.js';

const OTHER = { id: 1_400_000_777, secret: 'a-secret-of-another-app-long-enough-to-sign-with' };
const app = `${OTHER.id}=${OTHER.secret}`;
const world = useWorld({ serverArgs: ['--app', app] });

describe('a login of another app than the guests’', () => {
  it('sees the rooms of its own app on the home page, and guests do not', async () => {
    const host = await person(world);
    const viewer = await person(world);
    const guest = await person(world);
    const fragment = async (user: string) => {
      const { sdkAppId, userId, userSig } = await world.server.ticket(user, 3_600, app);
      return new URLSearchParams({ app: String(sdkAppId), user: userId, sig: userSig });
    };

    await host.goto(`/studio/8001#${await fragment('ann')}`);
    await getReady(host, 'Ann', 'Among us');
    await viewer.goto(`/#${await fragment('bob')}`);
    await viewer.getByRole('link', { name: /Among us/ }).waitFor();
    await guest.goto('/');
    await guest.getByText('Nobody is live yet').waitFor();
    await close(host, viewer, guest);
  });

  it('asks for them by the app’s number, covers included', async () => {
    const page = await openPage(world);
    const ticket = await world.server.ticket('cat', 3_600, app);

    const lists = await page.evaluate(async ({ sdkAppId, userSig }) => {
      const { Ilive } = window.ilive.sdk;
      const client = await Ilive.login({ sdkAppId, userSig });
      const room = await client.rooms.create(8002, { title: 'ours' });
      await room.camera.start();
      const canvas = new OffscreenCanvas(64, 36);
      canvas.getContext('2d')?.fillRect(0, 0, 64, 36);
      await room.setCover(await canvas.convertToBlob({ type: 'image/jpeg' }));
      const read = async (sdkAppId?: number) => (await Ilive.rooms(sdkAppId === undefined ? {} : { sdkAppId })).map(({ room, coverUrl }) => [room, coverUrl !== null]);
      return [await read(sdkAppId), await read()];
    }, ticket);

    expect(lists[0]).toContainEqual([8002, true]);
    expect(lists[1]).toEqual([]);
    await page.close();
  });
});
