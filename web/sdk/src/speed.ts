import { untilAborted } from './abort.js';
import { call } from './cell.js';
import { IliveError, asIliveError } from './errors.js';
import { askJson, number, object, successful } from './http.js';
import { probe } from './probe.js';
import type { Caller } from './requests.js';
import { bitsASecond, jitterOf, median, uploadPace, uploadsOf } from './speed-figures.js';
import type { SpeedTestOptions, SpeedTestProgress, SpeedTestResult } from './types/client.js';

/** Round trips that are measured at most, and for how long: so many that one that was held up hardly shows. */
const ROUND_TRIPS = 20;
const ROUND_TRIPS_MS = 2_000;
/** Bytes that are taken and given at most: a second of a good line. */
const MOST_BYTES = 4_000_000;
/** A download is not waited for longer: what lies in buffers on a slow way would take far more. */
const DOWN_MS = 5_000;
/** An upload that took so long has said enough: a larger one would only take longer. */
const ENOUGH_MS = 1_000;

/** A page has no datagrams: loss is not known. */
const NOTHING: SpeedTestResult = { upLoss: null, downLoss: null, rttMs: null, jitterMs: null, upBps: null, downBps: null };

/**
 * Measures the way to the server (docs/design/speed.md).
 *
 * @throws {IliveError} 10005 `throttled`, 10007, 8052 when something else answers, 8012.
 */
export async function speedTest(url: string, caller: Caller, signal: AbortSignal, onProgress: SpeedTestOptions['onProgress']): Promise<SpeedTestResult> {
  const { token, downBytes, upBytes } = await caller.call('speedTest', {}, { signal });
  const headers = { Authorization: `Bearer ${token}` };
  const ask = (path: string, init: RequestInit = {}): Promise<unknown> => askJson(`${url}/api/v1/speed${path}`, { ...init, headers }, signal);
  let soFar = NOTHING;
  const measure = async (step: SpeedTestProgress['step'], work: () => Promise<Partial<SpeedTestResult>>): Promise<void> => {
    if (onProgress) call(onProgress, { step, soFar });
    soFar = { ...soFar, ...(await work()) };
  };
  try {
    await measure('round_trip', () => roundTrips(() => ask('')));
    await measure('down', () => down(`${url}/api/v1/speed/down?bytes=${Math.min(downBytes, MOST_BYTES)}`, headers, signal));
    await measure('up', () => up((body) => ask('/up', { method: 'POST', body }), Math.min(upBytes, MOST_BYTES), soFar.rttMs ?? 0));
    return soFar;
  } catch (thrown) {
    throw await named(url, asIliveError(thrown));
  }
}

async function roundTrips(ask: () => Promise<unknown>): Promise<Pick<SpeedTestResult, 'rttMs' | 'jitterMs'>> {
  const times: number[] = [];
  // The first one opens the connection.
  await ask();
  const begun = performance.now();
  while (times.length < ROUND_TRIPS && performance.now() - begun < ROUND_TRIPS_MS) {
    const since = performance.now();
    await ask();
    times.push(performance.now() - since);
  }
  return { rttMs: median(times), jitterMs: jitterOf(times) };
}

/** From the first part of the body to the last: what had come with the head says nothing of the pace. */
async function down(address: string, headers: HeadersInit, signal: AbortSignal): Promise<Pick<SpeedTestResult, 'downBps'>> {
  const { body } = await successful(address, { headers }, signal);
  if (!body) throw new IliveError('ilive', 8052, { subReason: 'bad_answer', message: 'no bytes to measure' });
  const reader = body.getReader();
  const next = () => untilAborted(signal, reader.read());
  await next();
  const since = performance.now();
  let bytes = 0;
  for (let part = await next(); !part.done; part = await next()) {
    bytes += part.value.byteLength;
    if (performance.now() - since >= DOWN_MS) break;
  }
  const ms = performance.now() - since;
  void reader.cancel();
  return { downBps: bitsASecond(bytes, ms) };
}

/** The pace of the last upload that could be timed. */
async function up(send: (body: Uint8Array<ArrayBuffer>) => Promise<unknown>, most: number, rttMs: number): Promise<Pick<SpeedTestResult, 'upBps'>> {
  let upBps: number | null = null;
  for (const size of uploadsOf(most)) {
    const since = performance.now();
    const { bytes, us } = object(await send(new Uint8Array(size)));
    const ms = performance.now() - since;
    upBps = uploadPace({ bytes: size, ms }, { bytes: number(bytes), ms: number(us) / 1_000 }, rttMs) ?? upBps;
    if (ms >= ENOUGH_MS) break;
  }
  return { upBps };
}

/** A page without the right header looks like a closed port: it is asked once more. */
async function named(url: string, error: IliveError): Promise<IliveError> {
  if (error.code !== 8012 && error.code !== 8020) return error;
  const { kind } = await probe(url, fetch);
  if (kind === 'foreign') return new IliveError('ilive', 8052, { subReason: 'foreign_answer', cause: error });
  return new IliveError('ilive', 8012, { subReason: 'unreachable', cause: error });
}
