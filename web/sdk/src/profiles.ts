import type { Profile } from './types/media.js';

/** One simulcast layer: its RID, how much smaller it is, its bitrate. Zero: the layer is not sent. */
export interface Layer {
  readonly rid: 'q' | 'h' | 'f';
  readonly scale: 1 | 2 | 4;
  readonly bitrateBps: number;
}

export interface ProfileRow {
  readonly width: number;
  readonly height: number;
  readonly framesPerSecond: number;
  readonly layers: readonly [Layer, Layer, Layer];
}

function row(width: number, height: number, framesPerSecond: number, q: number, h: number, f: number): ProfileRow {
  const layers = [
    { rid: 'q', scale: 4, bitrateBps: q },
    { rid: 'h', scale: 2, bitrateBps: h },
    { rid: 'f', scale: 1, bitrateBps: f },
  ] as const;
  return { width, height, framesPerSecond, layers };
}

/** Bitrates are what VP8 needs for a talking person at that size; a layer under 90 lines serves nobody. */
export const PROFILES: Readonly<Record<Profile, ProfileRow>> = {
  '180p': row(320, 180, 15, 0, 0, 200_000),
  '360p': row(640, 360, 30, 0, 180_000, 600_000),
  '480p': row(854, 480, 30, 100_000, 280_000, 900_000),
  '720p': row(1280, 720, 30, 150_000, 500_000, 1_500_000),
  '1080p': row(1920, 1080, 30, 200_000, 900_000, 3_000_000),
};

/** Frames of the app's own: one layer, as their size is known with the first of them, and browsers leave the larger layers of a small picture out. */
export const EXTERNAL_PROFILE: ProfileRow = row(1280, 720, 30, 0, 0, 1_500_000);

/** A screen: one layer, in bits a second. */
export const SCREEN_BITRATE_BPS = 2_500_000;
/** Enough for slides and scrolling. */
export const SCREEN_FRAMES_PER_SECOND = 15;
/** Enough for film. */
export const MOTION_FRAMES_PER_SECOND = 30;
