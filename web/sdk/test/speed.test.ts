import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { speedTest } from '../src/speed.js';
import { bitsASecond, jitterOf, median, uploadPace, uploadsOf } from '../src/speed-figures.js';
import type { SpeedTestProgress, SpeedTestResult } from '../src/types/client.js';
import { FakeCaller, settle } from './fake-caller.js';

describe('figures', () => {
  it('of round trips are those of the Rust SDK', () => {
    expect([median([1.2, 9, 1, 1.1]), median([3]), median([])]).toEqual([1.2, 3, null]);
    expect([jitterOf([1, 1.5, 1]), jitterOf([5]), jitterOf([])]).toEqual([0.5, null, null]);
  });

  it('of a bandwidth are bits a second, and none where nothing was timed', () => {
    expect([bitsASecond(125_000, 500), bitsASecond(0, 500), bitsASecond(125_000, 0)]).toEqual([2_000_000, null, null]);
  });

  it.each([
    ['the server’s clock, where nothing keeps the body', { ms: 140 }, { bytes: 120_000, ms: 100 }, 9_600_000],
    ['the server’s too, where this side was slow to notice', { ms: 190 }, { bytes: 120_000, ms: 100 }, 9_600_000],
    ['this side’s, where a proxy does', { ms: 1_040 }, { bytes: 120_000, ms: 1 }, 1_000_000],
    ['this side’s, where all came at once', { ms: 1_040 }, { bytes: 0, ms: 0 }, 1_000_000],
    ['the server’s, where it took no longer than an answer', { ms: 30 }, { bytes: 120_000, ms: 10 }, 96_000_000],
    ['none, where neither tells', { ms: 30 }, { bytes: 0, ms: 0 }, null],
  ])('of an upload are by %s', (_, { ms }, taken, pace) => {
    expect(uploadPace({ bytes: 125_000, ms }, taken, 40)).toBe(pace);
  });

  it.each([
    [2_000_000, [64_000, 256_000, 1_000_000, 680_000]],
    [100_000, [64_000, 36_000]],
    [64_000, [64_000]],
    [0, []],
  ])('%d bytes are sent in parts', (most, parts) => {
    expect(uploadsOf(most)).toEqual(parts);
  });
});

/** What a way to the server carries, both ways. */
interface Way {
  readonly bps: number;
  readonly rttMs?: number;
  /** What a path answers instead of what it should. */
  readonly instead?: Readonly<Record<string, () => Response>>;
}

const PIECE = 50_000;

/** The server at the end of such a way, in simulated time; gives what was asked. */
function serverBehind({ bps, rttMs = 20, instead = {} }: Way): string[] {
  const asked: string[] = [];
  const carry = (bytes: number): number => {
    const ms = (bytes * 8_000) / bps;
    vi.advanceTimersByTime(ms);
    return ms;
  };
  vi.stubGlobal('fetch', (address: string, { body }: RequestInit) => {
    const path = address.replace('http://server/api/v1/speed', '');
    const bytes = body instanceof Uint8Array ? body.byteLength : 0;
    asked.push(bytes === 0 ? path : `${path} ${bytes}`);
    const other = instead[path];
    if (other) return Promise.resolve(other());
    vi.advanceTimersByTime(rttMs);
    if (path === '/up') return Promise.resolve(Response.json({ bytes, us: carry(bytes) * 1_000 }));
    if (path === '') return Promise.resolve(Response.json({ datagrams: 0 }));
    return Promise.resolve(new Response(pieces(Number(path.split('=')[1]) / PIECE, carry)));
  });
  return asked;
}

function pieces(count: number, carry: (bytes: number) => number): ReadableStream {
  let left = count;
  const pull = (out: ReadableStreamDefaultController): void => {
    if (left-- <= 0) return out.close();
    carry(PIECE);
    out.enqueue(new Uint8Array(PIECE));
  };
  // None comes before it is wanted: the clock stands still otherwise.
  return new ReadableStream({ pull }, { highWaterMark: 0 });
}

/** Runs a test over what the stubbed server carries. */
async function run(signal = new AbortController().signal): Promise<{ result: SpeedTestResult; told: readonly SpeedTestProgress[] }> {
  const told: SpeedTestProgress[] = [];
  const caller = new FakeCaller();
  const running = speedTest('http://server', caller, signal, (progress) => told.push(progress));
  await settle();
  caller.last('speedTest').answer({ token: 'T', downBytes: 32_000_000, upBytes: 2_000_000 });
  return { result: await running, told };
}

describe('a speed test from a page', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it('measures all but loss, and tells each step with what is known by then', async () => {
    serverBehind({ bps: 40_000_000, rttMs: 25 });

    const { result, told } = await run();

    expect(result).toEqual({ upLoss: null, downLoss: null, rttMs: 25, jitterMs: 0, upBps: 40_000_000, downBps: 40_000_000 });
    expect(told.map(({ step, soFar: { rttMs, downBps, upBps } }) => [step, rttMs, downBps, upBps])).toEqual([
      ['round_trip', null, null, null],
      ['down', 25, null, null],
      ['up', 25, 40_000_000, null],
    ]);
  });

  it('does not send for half a minute where the way is slow', async () => {
    const asked = serverBehind({ bps: 400_000, rttMs: 400 });
    const since = performance.now();

    const { result } = await run();

    expect(asked.filter((path) => path === '').length, 'round trips, and the first').toBe(6);
    expect(asked.filter((path) => path.startsWith('/up'))).toEqual(['/up 64000']);
    expect(result).toMatchObject({ upBps: 400_000, downBps: 400_000 });
    expect(performance.now() - since).toBeLessThan(12_000);
  });

  it('fails with what the server says, in each of its steps', async () => {
    const refusal = () => Response.json({ module: 'av', code: 10003, sub_reason: 'test_unknown' }, { status: 401 });
    for (const path of ['', '/down?bytes=4000000', '/up']) {
      serverBehind({ bps: 40_000_000, instead: { [path]: refusal } });

      await expect(run(), path).rejects.toMatchObject({ module: 'av', code: 10003, subReason: 'test_unknown', raisedBy: 'server' });
    }
  });

  it('is 8012 where nobody is there any more', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));

    await expect(run()).rejects.toMatchObject({ module: 'ilive', code: 8012, subReason: 'unreachable' });
  });
});
