import { describe, expect, it } from 'vitest';
import { IliveError } from '../src/errors.js';
import { LocalSource, type Publisher } from '../src/sources.js';
import type { CameraOptions } from '../src/types/media.js';
import { settle } from './fake-caller.js';
import { standing } from './fake-standing.js';

/** A track as a browser would give it. */
class FakeTrack {
  enabled = true;
  stopped = false;
  onended: (() => void) | null = null;
  readonly label = 'fake';
  constructor(readonly deviceId: string) {}
  stop(): void {
    this.stopped = true;
  }
  getSettings() {
    return { deviceId: this.deviceId };
  }
}

function world(more: { fallback?: boolean; devices?: string[] } = {}) {
  const log: string[] = [];
  const tracks: FakeTrack[] = [];
  const devices = more.devices ?? ['first', 'second'];
  let refuse: IliveError | undefined;
  let gate: Promise<void> = Promise.resolve();
  const told = (word: string): Promise<void> => {
    log.push(word);
    return refuse ? Promise.reject(refuse) : Promise.resolve();
  };
  const publisher: Publisher = {
    guard: () => undefined,
    publish: (source) => told(`publish ${source}`),
    replace: (source) => told(`replace ${source}`),
    unpublish: (source) => told(`unpublish ${source}`),
    mute: (source, muted) => told(`mute ${source} ${muted}`),
    ended: (source, error) => log.push(`ended ${source} ${error?.code ?? ''}`.trim()),
  };
  const open = async ({ deviceId = devices[0] }: CameraOptions): Promise<MediaStreamTrack> => {
    await gate;
    if (deviceId === undefined || !devices.includes(deviceId)) throw new IliveError('av', 1301, { subReason: 'no_device' });
    const track = new FakeTrack(deviceId);
    tracks.push(track);
    return track as unknown as MediaStreamTrack;
  };
  const fallback = more.fallback === false ? null : () => ({});
  const source = new LocalSource<CameraOptions>({ device: 'camera', source: 'main', open, fallback }, publisher, { ...standing(), rival: () => undefined });
  return {
    source,
    log,
    tracks,
    devices,
    refuse: (error?: IliveError) => void (refuse = error),
    hold: () => {
      let release = (): void => undefined;
      gate = new Promise((resolve) => (release = resolve));
      return release;
    },
  };
}

describe('a source', () => {
  it('is opened, sent, muted, and let go', async () => {
    const { source, log, tracks } = world();

    await source.start();
    await source.mute(true);
    const muted = [source.state.value, tracks[0]?.enabled];
    await source.stop();

    expect(muted).toMatchObject([{ state: 'live', muted: true, deviceId: 'first' }, false]);
    expect(log).toEqual(['publish main', 'mute main true', 'unpublish main']);
    expect(tracks[0]?.stopped).toBe(true);
    expect(source.state.value).toEqual({ state: 'closed' });
  });

  it.each([
    ['start while open', (source: LocalSource<CameraOptions>) => source.start(), 1003],
    ['use of a ghost', (source: LocalSource<CameraOptions>) => source.use('ghost'), 1301],
  ])('refuses %s', async (_, act, code) => {
    const { source } = world();
    await source.start();

    await expect(act(source)).rejects.toMatchObject({ module: 'av', code });
    expect(source.state.value.state).toBe('live');
  });

  it.each([
    ['stop', (source: LocalSource<CameraOptions>) => source.stop(), 1003],
    ['mute', (source: LocalSource<CameraOptions>) => source.mute(true), 1301],
    ['use', (source: LocalSource<CameraOptions>) => source.use('second'), 1301],
  ])('refuses %s while closed, before anything is sent', async (_, act, code) => {
    const { source, log } = world();

    await expect(act(source)).rejects.toMatchObject({ module: 'av', code, delivery: 'return' });
    expect(log).toEqual([]);
  });

  it('refuses a second start within 2 s with 8011', async () => {
    const { source, hold } = world();
    const release = hold();
    const first = source.start();

    await expect(source.start()).rejects.toMatchObject({ module: 'ilive', code: 8011, delivery: 'return' });
    release();
    await first;
  });

  it('that is stopped while it opens ends its start with 8007 and lets the late device go', async () => {
    const { source, hold, tracks } = world();
    const release = hold();
    const first = source.start();
    first.catch(() => undefined);

    await source.stop();
    release();

    await expect(first).rejects.toMatchObject({ code: 8007 });
    await settle();
    expect(tracks[0]?.stopped).toBe(true);
    expect(source.state.value).toEqual({ state: 'closed' });
  });

  it('lets the device go when the server does not take it', async () => {
    const { source, refuse, tracks } = world();
    refuse(new IliveError('av', 10011, { subReason: 'main_full' }));

    await expect(source.start()).rejects.toMatchObject({ code: 10011 });

    expect(tracks[0]?.stopped).toBe(true);
    expect(source.state.value).toEqual({ state: 'closed' });
  });

  it('goes on with another device by exchange, muted as it was', async () => {
    const { source, log, tracks } = world();
    await source.start();
    await source.mute(true);

    await source.use('second');

    expect(log.at(-1)).toBe('replace main');
    expect(tracks.map(({ stopped, enabled }) => [stopped, enabled])).toEqual([
      [true, false],
      [false, false],
    ]);
    expect(source.state.value).toMatchObject({ state: 'live', deviceId: 'second', muted: true });
  });

  it('follows to the default device when its own is unplugged', async () => {
    const { source, tracks, log } = world();
    await source.start({ deviceId: 'second' });

    tracks[0]?.onended?.();
    await settle();

    expect(source.state.value).toMatchObject({ state: 'live', deviceId: 'first' });
    expect(log).toEqual(['publish main', 'replace main']);
  });

  it.each([
    ['no device is left', { devices: ['first'] }, 'ended main 1301'],
    ['nothing may take its place (a screen)', { fallback: false }, 'ended main'],
  ])('is closed when %s', async (_, more, last) => {
    const { source, tracks, log, devices } = world(more);
    await source.start();

    devices.length = 0;
    tracks[0]?.onended?.();
    await settle();

    expect(log).toEqual(['publish main', 'unpublish main', last]);
    expect(source.state.value).toEqual({ state: 'closed' });
  });

  it('is sent again in a new connection, and closed when that is refused', async () => {
    const { source, refuse, log } = world();
    await source.start();

    await source.republish();
    refuse(new IliveError('av', 1008));
    await source.republish();

    expect(log).toEqual(['publish main', 'publish main', 'publish main', 'ended main 1008']);
    expect(source.state.value).toEqual({ state: 'closed' });
  });
});
