import { IliveError, asIliveError } from './errors.js';
import { askJson, number } from './http.js';
import { probe } from './probe.js';
import type { Caller } from './requests.js';
import type { SpeedTestResult } from './types/client.js';

/** Round trips that are measured. */
const ROUND_TRIPS = 8;
/** Bytes that are taken and given at most: a second of a good line. */
const MOST_BYTES = 4_000_000;

/**
 * Measures the way to the server (docs/design/speed.md). A page has no datagrams: loss is not known.
 *
 * @throws {IliveError} 10005 `throttled`, 10007, 8052 when something else answers, 8012.
 */
export async function speedTest(url: string, caller: Caller, signal: AbortSignal): Promise<SpeedTestResult> {
  const { token, downBytes, upBytes } = await caller.call('speedTest', {}, { signal });
  const headers = { Authorization: `Bearer ${token}` };
  const ask = (path: string, init: RequestInit = {}): Promise<unknown> => askJson(`${url}/api/v1/speed${path}`, { ...init, headers }, signal);
  try {
    const { rttMs, jitterMs } = await roundTrips(() => ask(''));
    const downBps = await down(`${url}/api/v1/speed/down?bytes=${Math.min(downBytes, MOST_BYTES)}`, headers, signal);
    const body = new Uint8Array(Math.min(upBytes, MOST_BYTES));
    const { bytes, us } = (await ask('/up', { method: 'POST', body })) as { bytes?: unknown; us?: unknown };
    const upBps = number(us) > 0 ? (number(bytes) * 8e6) / number(us) : null;
    return { upLoss: null, downLoss: null, rttMs, jitterMs, upBps, downBps };
  } catch (thrown) {
    throw await named(url, asIliveError(thrown));
  }
}

async function roundTrips(ask: () => Promise<unknown>): Promise<{ rttMs: number; jitterMs: number }> {
  const times: number[] = [];
  // The first one opens the connection.
  await ask();
  for (let turn = 0; turn < ROUND_TRIPS; turn += 1) {
    const since = performance.now();
    await ask();
    times.push(performance.now() - since);
  }
  const changes = times.slice(1).map((time, at) => Math.abs(time - (times[at] ?? time)));
  const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
  return { rttMs: Math.min(...times), jitterMs: sum(changes) / changes.length };
}

/** Bits a second, from the first byte on. */
async function down(address: string, headers: HeadersInit, signal: AbortSignal): Promise<number | null> {
  const answer = await fetch(address, { headers, signal, cache: 'no-store', credentials: 'omit' });
  if (!answer.ok) return null;
  const since = performance.now();
  const { byteLength } = await answer.arrayBuffer();
  const ms = performance.now() - since;
  return ms > 0 ? (byteLength * 8_000) / ms : null;
}

/** A page without the right header looks like a closed port: it is asked once more. */
async function named(url: string, error: IliveError): Promise<IliveError> {
  if (error.code !== 8012 && error.code !== 8020) return error;
  const { kind } = await probe(url, fetch);
  if (kind === 'foreign') return new IliveError('ilive', 8052, { subReason: 'foreign_answer', cause: error });
  return new IliveError('ilive', 8012, { subReason: 'unreachable', cause: error });
}
