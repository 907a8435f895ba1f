import type { ConnectionState, RoomStats } from '@ilive/client';

/** How well people see and hear the host, in a word. */
export type Health = 'good' | 'fair' | 'poor' | 'none' | 'lost';

/** The verdict on what is sent. Before the first measure nothing bad is said; without a connection the last one says nothing of now. */
export function healthOf(state: ConnectionState['state'], stats: RoomStats | null, sends: boolean): Health {
  if (state === 'reconnecting') return 'lost';
  if (!sends) return 'none';
  switch (stats?.quality.up) {
    case 'weak':
      return 'poor';
    case 'fair':
      return 'fair';
    default:
      return 'good';
  }
}

/** The largest picture that is sent now, if one is. */
export function mainUp(stats: RoomStats): { size: string; fps: number; loss: number } | null {
  const layers = stats.up.filter(({ source, width, framesPerSecond }) => source === 'main' && width !== null && (framesPerSecond ?? 0) > 0);
  const top = layers.toSorted((a, b) => (b.width ?? 0) - (a.width ?? 0))[0];
  if (top === undefined) return null;
  return { size: `${top.width ?? 0} × ${top.height ?? 0}`, fps: top.framesPerSecond ?? 0, loss: top.loss ?? 0 };
}

/** What is sent, over time: times in Unix seconds, values in bits per second. */
export interface History {
  at: readonly number[];
  bps: readonly number[];
}

/** Two minutes of measures, one every 2 s. */
const KEPT = 60;

export function withMeasure({ at, bps }: History, stats: RoomStats): History {
  return { at: [...at, stats.atMs / 1000].slice(-KEPT), bps: [...bps, stats.sentBps].slice(-KEPT) };
}
