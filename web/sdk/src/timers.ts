import type { ClientTimers } from './gen/ilive/v1/session_pb.js';

/** Deadlines in ms. The server's are taken over at login (`ClientTimers`). */
export interface Timers {
  /** An address for a room, else 10004. */
  readonly locate: number;
  /** Entry as a whole, else 1005. */
  readonly enter: number;
  /** One of the three tries of a request, else 1005. */
  readonly request: number;
  /** ICE and DTLS, else 10005. */
  readonly ice: number;
  /** Silence after which the link counts as lost. */
  readonly linkLost: number;
  /** How long the server keeps a session and its seat without a link, from the last frame. */
  readonly resumeWindow: number;
}

/** Until a server has said its own (E.11). */
export const DEFAULT_TIMERS: Timers = {
  locate: 10_000,
  enter: 30_000,
  request: 10_000,
  ice: 15_000,
  linkLost: 15_000,
  resumeWindow: 30_000,
};

/** Tries of a request within its deadline (R2: 3 × 10 s). */
export const REQUEST_TRIES = 3;

export function timersFrom(wire: ClientTimers | undefined): Timers {
  const d = DEFAULT_TIMERS;
  return {
    locate: wire?.roomLocate || d.locate,
    enter: wire?.roomEnter || d.enter,
    request: wire?.request || d.request,
    ice: wire?.ice || d.ice,
    linkLost: wire?.linkLost || d.linkLost,
    resumeWindow: wire?.resumeWindow || d.resumeWindow,
  };
}
