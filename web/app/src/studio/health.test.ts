import type { Quality, RoomStats, TrackStats } from '@ilive/client';
import { describe, expect, it } from 'vitest';
import { healthOf, mainUp, withMeasure, type History } from './health';

const layer = (width: number | null, framesPerSecond: number | null): TrackStats => ({
  source: 'main',
  tinyId: null,
  layer: null,
  codec: 'VP8',
  bitrateBps: 0,
  loss: 0.01,
  jitterMs: null,
  width,
  height: width === null ? null : (width * 9) / 16,
  framesPerSecond,
  frames: null,
  audioEnergy: null,
});
const stats = (up: Quality, layers: readonly TrackStats[] = []): RoomStats => ({
  atMs: 4_000,
  rttMs: 10,
  availableOutgoingBps: null,
  sentBps: 900,
  receivedBps: 0,
  up: layers,
  down: [],
  quality: { up, down: 'unknown' },
  level: null,
});

describe('the health of a live', () => {
  for (const [what, measured, sends, expected] of [
    ['weak is poor', stats('weak'), true, 'poor'],
    ['fair is fair', stats('fair'), true, 'fair'],
    ['not yet measured is not bad', null, true, 'good'],
    ['unknown is not bad', stats('unknown'), true, 'good'],
    ['nothing sent has no health', stats('good'), false, 'none'],
  ] as const) {
    it(what, () => expect(healthOf('connected', measured, sends)).toBe(expected));
  }

  for (const sends of [true, false]) {
    it(`a lost connection has none, whatever was measured before (${sends ? 'sending' : 'sending nothing'})`, () => {
      expect(healthOf('reconnecting', stats('good'), sends)).toBe('lost');
    });
  }
});

describe('the picture that is sent', () => {
  it('is the largest layer with frames', () => {
    expect(mainUp(stats('good', [layer(320, 30), layer(640, 28), layer(1280, 0)]))).toEqual({ size: '640 × 360', fps: 28, loss: 0.01 });
  });

  it('is none without a camera', () => expect(mainUp(stats('good', [layer(null, null)]))).toBeNull());
});

it('the graph keeps the last two minutes', () => {
  const full = Array.from({ length: 70 }, () => stats('good')).reduce(withMeasure, { at: [], bps: [] } as History);

  expect(full.at).toHaveLength(60);
  expect(full.bps.at(-1)).toBe(900);
});
