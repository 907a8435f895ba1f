/** The first wait is up to this, in ms. */
const BASE_MS = 400;
/** No wait is longer: a person is looking at a banner. */
const CAP_MS = 8_000;

/** A server that asks for a longer pause is mistaken; a browser's clock would run over and be due at once. */
const PAUSE_MAX_MS = 60_000;

/**
 * How long to wait before try number `attempt` (from 1): full jitter, so that a crowd that lost its server comes back spread out.
 *
 * @param random from 0 to 1.
 * @param atLeastMs what the server asked for.
 */
export function backoffMs(attempt: number, random: number, atLeastMs = 0): number {
  const ceiling = Math.min(CAP_MS, BASE_MS * 2 ** Math.min(attempt - 1, 10));
  return Math.min(atLeastMs, PAUSE_MAX_MS) + Math.round(random * ceiling);
}
