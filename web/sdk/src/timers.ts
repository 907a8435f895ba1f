import type { ClientTimers } from './gen/ilive/v1/session_pb.js';

/** Deadlines in ms. The server's are taken over at login (`ClientTimers`). */
export interface Timers {
  /** An operation younger than this is "just busy" (8011); an older one is the AV layer's matter. */
  readonly stale: number;
  /** IM's answer to the context's question for its own tiny id, else 7000. */
  readonly ownId: number;
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
  /** A link that stays lost is told after this, as event 8012. */
  readonly linkEvent: number;
  /** A connection that neither opens nor fails is given up after this. */
  readonly dial: number;
  /** How long an invitation or a call rings. */
  readonly ring: number;
}

/** Until a server has said its own (E.11). */
export const DEFAULT_TIMERS: Timers = {
  stale: 2_000,
  ownId: 10_000,
  locate: 10_000,
  enter: 30_000,
  request: 10_000,
  ice: 15_000,
  linkLost: 15_000,
  resumeWindow: 30_000,
  linkEvent: 5_000,
  dial: 10_000,
  ring: 30_000,
};

/** Tries of a request within its deadline (R2: 3 × 10 s). */
export const REQUEST_TRIES = 3;

/** A server that waits longer for anything is mistaken; a browser's clock would run over and be due at once. */
const LONGEST_MS = 24 * 3_600_000;

/** @param own what holds where the server says nothing. */
export function timersFrom(wire: ClientTimers | undefined, own: Timers): Timers {
  const follow = (ms: number | undefined, otherwise: number): number => Math.min(ms || otherwise, LONGEST_MS);
  return {
    ...own,
    locate: follow(wire?.roomLocate, own.locate),
    enter: follow(wire?.roomEnter, own.enter),
    request: follow(wire?.request, own.request),
    ice: follow(wire?.ice, own.ice),
    linkLost: follow(wire?.linkLost, own.linkLost),
    resumeWindow: follow(wire?.resumeWindow, own.resumeWindow),
    ring: follow(wire?.ring, own.ring),
  };
}
