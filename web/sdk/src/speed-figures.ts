/** From what was timed to figures, as the Rust SDK has them: null where nothing was measured. */

/** Bytes of the first uploads: on a slow way they are all that it carries in the time of a test. */
const FIRST_UPLOADS = [64_000, 256_000];

/** What is sent one after the other until one of them was slow: `most` bytes together. */
export function uploadsOf(most: number): readonly number[] {
  let left = most;
  const first = FIRST_UPLOADS.map((bytes) => {
    const part = Math.min(bytes, left);
    left -= part;
    return part;
  });
  return [...first, left].filter((bytes) => bytes > 0);
}

/** The usual round trip: one that was held up does not move it. */
export function median(times: readonly number[]): number | null {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? null;
}

/** The mean of how much one round trip differs from the one before. */
export function jitterOf(times: readonly number[]): number | null {
  const changes = times.slice(1).map((time, at) => Math.abs(time - (times[at] ?? time)));
  return changes.length === 0 ? null : changes.reduce((all, change) => all + change, 0) / changes.length;
}

export function bitsASecond(bytes: number, ms: number): number | null {
  return bytes > 0 && ms > 0 ? (bytes * 8_000) / ms : null;
}
