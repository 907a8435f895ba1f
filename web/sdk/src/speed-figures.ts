/** From what was timed to figures, as the Rust SDK has them: null where nothing was measured. */

/** Bytes of the first uploads: on a slow way they are all that it carries in the time of a test. */
const FIRST_UPLOADS = [64_000, 256_000];
/** And of each later one: proxies take bodies of a megabyte unless told. */
const LATER_UPLOAD = 1_000_000;

/** What is sent one after the other until one of them was slow: `most` bytes together. */
export function uploadsOf(most: number): readonly number[] {
  const sizes: number[] = [];
  for (let left = most; left > 0; left -= sizes.at(-1) ?? 0) sizes.push(Math.min(FIRST_UPLOADS[sizes.length] ?? LATER_UPLOAD, left));
  return sizes;
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

/**
 * The pace of an upload, as the server has timed it: its clock leaves out what the first part waited for, and a page that was slow to notice.
 * But a proxy that keeps a body until it is whole shows the server its own pace: then this side's clock tells.
 */
export function uploadPace(sent: { bytes: number; ms: number }, taken: { bytes: number; ms: number }, rttMs: number): number | null {
  const timed = bitsASecond(taken.bytes, taken.ms);
  const own = bitsASecond(sent.bytes, sent.ms - rttMs);
  if (timed === null || own === null) return timed ?? own;
  return own < timed / 2 ? own : timed;
}
