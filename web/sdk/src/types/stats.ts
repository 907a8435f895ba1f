import type { Source, TinyId } from './ids.js';

/** One stream over the last two seconds. What the browser does not tell is null. */
export interface TrackStats {
  readonly source: Source;
  /** Whose; null for the own. */
  readonly tinyId: TinyId | null;
  /** The simulcast layer, of the own main picture: q, h or f. */
  readonly layer: string | null;
  readonly codec: string | null;
  readonly bitrateBps: number;
  /** Share of packets lost in this time, 0 to 1. */
  readonly loss: number | null;
  readonly jitterMs: number | null;
  readonly width: number | null;
  readonly height: number | null;
  readonly framesPerSecond: number | null;
  /** Since the beginning: frames encoded, or decoded. */
  readonly frames: number | null;
  /** Since the beginning: total energy of the sound heard. */
  readonly audioEnergy: number | null;
}

export interface RoomStats {
  readonly atMs: number;
  readonly rttMs: number | null;
  /** What the browser believes it could send. */
  readonly availableOutgoingBps: number | null;
  readonly sentBps: number;
  readonly receivedBps: number;
  readonly up: readonly TrackStats[];
  readonly down: readonly TrackStats[];
  /** A word for the two directions, of loss and round trip. */
  readonly quality: { readonly up: Quality; readonly down: Quality };
  /** The worst of loss, either way, and round trip: 1 excellent, 2 good, 3 fair, 4 poor, 5 bad, 6 nothing comes. Null while nothing was measured. */
  readonly level: QualityLevel | null;
}

export type QualityLevel = 1 | 2 | 3 | 4 | 5 | 6;

/** `good`: loss under 2 % and round trip under 200 ms. `weak`: over 10 % or 500 ms. */
export type Quality = 'good' | 'fair' | 'weak' | 'unknown';
