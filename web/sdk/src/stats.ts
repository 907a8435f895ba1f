import { LEVEL_1_LOSS_PERMILLE, LEVEL_1_RTT_MS, LEVEL_2_LOSS_PERMILLE, LEVEL_2_RTT_MS, LEVEL_3_LOSS_PERMILLE, LEVEL_3_RTT_MS, LEVEL_4_LOSS_PERMILLE, LEVEL_4_RTT_MS } from './limits.gen.js';
import type { Slots } from './slots.js';
import type { Source } from './types/ids.js';
import type { Quality, QualityLevel, RoomStats, TrackStats } from './types/stats.js';

/** The fields of getStats entries that are read; a browser gives those that it has. */
interface Entry {
  readonly id: string;
  readonly type: string;
  readonly kind?: string;
  readonly mid?: string;
  readonly rid?: string;
  readonly codecId?: string;
  readonly mimeType?: string;
  readonly timestamp: number;
  readonly bytesSent?: number;
  readonly bytesReceived?: number;
  readonly packetsReceived?: number;
  readonly packetsLost?: number;
  readonly fractionLost?: number;
  readonly localId?: string;
  readonly jitter?: number;
  readonly frameWidth?: number;
  readonly frameHeight?: number;
  readonly framesPerSecond?: number;
  readonly framesEncoded?: number;
  readonly framesDecoded?: number;
  readonly totalAudioEnergy?: number;
  readonly nominated?: boolean;
  readonly currentRoundTripTime?: number;
  readonly availableOutgoingBitrate?: number;
}

/** Names what a stream carries. */
export interface StreamNames {
  /** Which source the own sending section `mid` is. */
  readonly sent: (mid: string) => Source | null;
  readonly slots: Slots;
}

/** Condenses what a browser tells, one reading against the one before. */
export class Condenser {
  #before = new Map<string, Entry>();
  #wasConnected = false;

  constructor(private readonly names: StreamNames) {}

  handleReport(report: Iterable<Entry>, atMs: number): RoomStats {
    const now = new Map([...report].map((entry) => [entry.id, entry]));
    const all = [...now.values()];
    const up = all.filter(({ type }) => type === 'outbound-rtp').flatMap((entry) => this.#up(entry, now));
    const down = all.filter(({ type }) => type === 'inbound-rtp').flatMap((entry) => this.#down(entry, now));
    const pair = all.find(({ type, nominated }) => type === 'candidate-pair' && nominated);
    this.#before = now;
    this.#wasConnected ||= pair !== undefined;
    const rttMs = pair?.currentRoundTripTime === undefined ? null : Math.round(pair.currentRoundTripTime * 1_000);
    return {
      atMs,
      rttMs,
      availableOutgoingBps: pair?.availableOutgoingBitrate ?? null,
      sentBps: sum(up),
      receivedBps: sum(down),
      up,
      down,
      quality: { up: judge(up, rttMs), down: judge(down, rttMs) },
      level: this.#wasConnected && !pair ? 6 : levelOf([...up, ...down], rttMs),
    };
  }

  #up(entry: Entry, now: Map<string, Entry>): TrackStats[] {
    const source = this.names.sent(entry.mid ?? '');
    const bitrateBps = this.#rate(entry, entry.bytesSent, 'bytesSent');
    if (source === null || (bitrateBps === 0 && !entry.framesEncoded)) return [];
    const remote = [...now.values()].find(({ type, localId }) => type === 'remote-inbound-rtp' && localId === entry.id);
    const loss = remote?.fractionLost ?? null;
    return [{ ...common(entry, now), source, tinyId: null, layer: entry.rid ?? null, bitrateBps, loss, frames: entry.framesEncoded ?? null }];
  }

  #down(entry: Entry, now: Map<string, Entry>): TrackStats[] {
    const carried = this.names.slots.at(entry.mid ?? '');
    const bitrateBps = this.#rate(entry, entry.bytesReceived, 'bytesReceived');
    if (!carried) return [];
    const old = this.#before.get(entry.id);
    const lost = (entry.packetsLost ?? 0) - (old?.packetsLost ?? 0);
    const got = (entry.packetsReceived ?? 0) - (old?.packetsReceived ?? 0);
    const loss = lost + got > 0 ? Math.max(0, lost) / (Math.max(0, lost) + got) : null;
    return [{ ...common(entry, now), ...carried, layer: null, bitrateBps, loss, frames: entry.framesDecoded ?? null }];
  }

  #rate(entry: Entry, bytes: number | undefined, field: 'bytesSent' | 'bytesReceived'): number {
    const old = this.#before.get(entry.id);
    const seconds = old ? (entry.timestamp - old.timestamp) / 1_000 : 0;
    if (!old || seconds <= 0) return 0;
    return Math.max(0, Math.round((((bytes ?? 0) - (old[field] ?? 0)) * 8) / seconds));
  }
}

function common(entry: Entry, now: Map<string, Entry>) {
  return {
    codec: now.get(entry.codecId ?? '')?.mimeType?.replace(/^.*\//, '') ?? null,
    jitterMs: entry.jitter === undefined ? null : Math.round(entry.jitter * 1_000),
    width: entry.frameWidth ?? null,
    height: entry.frameHeight ?? null,
    framesPerSecond: entry.framesPerSecond ?? null,
    audioEnergy: entry.totalAudioEnergy ?? null,
  };
}

function sum(tracks: readonly TrackStats[]): number {
  return tracks.reduce((total, { bitrateBps }) => total + bitrateBps, 0);
}

/** Losses and round trips that a person notices (types/stats, `Quality`). */
function judge(tracks: readonly TrackStats[], rttMs: number | null): Quality {
  const losses = tracks.flatMap(({ loss }) => loss ?? []);
  if (losses.length === 0 && rttMs === null) return 'unknown';
  const loss = Math.max(0, ...losses);
  if (loss > 0.1 || (rttMs ?? 0) > 500) return 'weak';
  return loss < 0.02 && (rttMs ?? 0) < 200 ? 'good' : 'fair';
}

/** Below which loss, in parts of a thousand, and round trip a way is of level 1, 2, 3 and 4. */
const LEVELS = [
  [LEVEL_1_LOSS_PERMILLE, LEVEL_1_RTT_MS],
  [LEVEL_2_LOSS_PERMILLE, LEVEL_2_RTT_MS],
  [LEVEL_3_LOSS_PERMILLE, LEVEL_3_RTT_MS],
  [LEVEL_4_LOSS_PERMILLE, LEVEL_4_RTT_MS],
] as const;

function levelOf(tracks: readonly TrackStats[], rttMs: number | null): QualityLevel | null {
  const losses = tracks.flatMap(({ loss }) => loss ?? []);
  if (losses.length === 0 && rttMs === null) return null;
  const permille = Math.floor(Math.max(0, ...losses) * 1_000);
  const level = LEVELS.findIndex(([loss, rtt]) => permille < loss && (rttMs ?? 0) < rtt);
  return level < 0 ? 5 : ((level + 1) as QualityLevel);
}
