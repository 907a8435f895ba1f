import { describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { openGuest } from '../src/browser.js';
import { printingErrorsIsFine } from '../src/page-errors.js';
import { close } from '../src/pages.js';
import { useWorld } from '../src/world.js';

const world = useWorld();

/** A host and a viewer who met at the AV layer: no chat, no views that were not asked for. */
async function pair(room: number): Promise<[Page, Page]> {
  const host = await openGuest(world, 'Ann');
  const viewer = await openGuest(world, 'Ben');
  await host.evaluate((room) => window.ilive.client.av.enterRoom({ room }), room);
  await viewer.evaluate((room) => window.ilive.client.av.enterRoom({ room, create: false }), room);
  return [host, viewer];
}

/** Asks for a picture of the host as soon as it is sent; the colour of its middle, once it is seen in its own size. */
async function seen(viewer: Page, source: 'main' | 'aux'): Promise<number[]> {
  return viewer.evaluate(async (source) => {
    const { av, rooms } = window.ilive.client;
    const room = rooms.current.value;
    if (!room) throw new Error('in no room');
    const sender = await new Promise<string>((resolve) => {
      const look = (): void => {
        const found = room.members.value.find(({ uplinks }) => uplinks.some((uplink) => uplink.source === source));
        if (found) resolve(found.tinyId);
      };
      room.members.subscribe(look);
      look();
    });
    await av.requestViews([sender], [{ source }]);
    const stream = await new Promise<MediaStream>((resolve) => {
      const look = (): void => {
        const found = av.stream(sender, source);
        if (found) resolve(found);
      };
      room.views.shown.subscribe(look);
      look();
    });
    const video = Object.assign(document.createElement('video'), { srcObject: stream, muted: true });
    await video.play();
    // Smaller layers come first.
    await new Promise<void>((resolve) => {
      const look = (): unknown => (video.videoWidth === 320 && video.videoHeight === 240 ? resolve() : video.requestVideoFrameCallback(look));
      video.requestVideoFrameCallback(look);
    });
    const canvas = Object.assign(document.createElement('canvas'), { width: video.videoWidth, height: video.videoHeight });
    const context = canvas.getContext('2d');
    context?.drawImage(video, 0, 0);
    const colour = context?.getImageData(canvas.width / 2, canvas.height / 2, 1, 1).data ?? [];
    return [...colour].slice(0, 3);
  }, source);
}

describe('external capture', () => {
  it.each([
    ['i420', 41, 'green'],
    ['rgb24', 42, 'red'],
  ] as const)('of %s is seen in its own size and colour', async (format, number, colour) => {
    const [host, viewer] = await pair(number);

    await host.evaluate(async (format) => {
      const { devices } = window.ilive.client.av;
      await devices.open('external_main');
      const [width, height] = [320, 240];
      const pixels = width * height;
      const green = (): Uint8Array => new Uint8Array(pixels * 1.5).fill(81, 0, pixels).fill(90, pixels, pixels * 1.25).fill(60, pixels * 1.25);
      const red = (): Uint8Array => Uint8Array.from({ length: pixels * 3 }, (_, at) => [10, 30, 200][at % 3] ?? 0);
      const data = format === 'i420' ? green() : red();
      setInterval(() => void devices.fill('external_main', { format, width, height, data }).catch(() => undefined), 66);
    }, format);
    const picture = await seen(viewer, 'main');

    // Codecs and screens differ in shades, not in which of the three it is.
    const brightest = picture.indexOf(Math.max(...picture));
    expect(['red', 'green', 'blue'][brightest]).toBe(colour);
    expect(picture.filter((value) => value > 100)).toHaveLength(1);
    await close(host, viewer);
  });
});

describe('a media file', () => {
  it('of an address is seen by others, and one that is missing is 8022', async () => {
    printingErrorsIsFine();
    const [host, viewer] = await pair(43);

    const missing = await host.evaluate(async () => {
      const { devices } = window.ilive.client;
      return devices.open('media_file', { file: `${location.origin}/api/v1/missing.webm` }).catch(({ module, code, subReason, delivery }) => [module, code, subReason, delivery]);
    });
    await host.evaluate(async () => {
      const canvas = Object.assign(document.createElement('canvas'), { width: 320, height: 240 });
      const context = canvas.getContext('2d');
      const paint = setInterval(() => {
        if (context) context.fillStyle = 'rgb(0, 0, 200)';
        context?.fillRect(0, 0, 320, 240);
      }, 40);
      const recorder = new MediaRecorder(canvas.captureStream(25), { mimeType: 'video/webm;codecs=vp8' });
      const film = await new Promise<Blob>((resolve) => {
        recorder.ondataavailable = ({ data }) => resolve(data);
        recorder.start();
        setTimeout(() => recorder.stop(), 1_000);
      });
      clearInterval(paint);
      await window.ilive.client.devices.open('media_file', { file: URL.createObjectURL(film) });
    });
    const picture = await seen(viewer, 'aux');

    expect(missing).toEqual(['ilive', 8022, 'no_file', 'completion']);
    expect(picture[2]).toBeGreaterThan(150);
    await close(host, viewer);
  });
});
