import { create } from '@bufbuild/protobuf';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { backoffMs } from '../src/backoff.js';
import { captureError } from '../src/capture.js';
import { codeRow } from '../src/codes.js';
import { IliveError } from '../src/errors.js';
import { ClientTimersSchema } from '../src/gen/ilive/v1/session_pb.js';
import { needRoomId, needText, needTicket } from '../src/guards.js';
import { meterValue } from '../src/meter.js';
import { probe } from '../src/probe.js';
import { Pulse } from '../src/pulse.js';
import { Renewal } from '../src/renewal.js';
import { DEFAULT_TIMERS, timersFrom } from '../src/timers.js';
import { zh } from '../src/zh.js';

beforeEach(() => void vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => void vi.useRealTimers());

describe('room ids', () => {
  it.each([1, 4_294_967_294, '123', 'a', 'x'.repeat(64), 'A-z_0.9@b'])('%s is one', (id) => {
    expect(() => needRoomId(id)).not.toThrow();
  });

  it.each([0, -1, 1.5, 4_294_967_295, Number.NaN, '', 'x'.repeat(65), 'a b', 'ü', null as never, {} as never])('%s is none', (id) => {
    expect(() => needRoomId(id)).toThrowError(expect.objectContaining({ module: 'ilive', code: 8021, delivery: 'return' }));
  });

  it('text is counted as people count it', () => {
    expect(() => needText('nick', '👩'.repeat(32), 1, 32)).not.toThrow();
    expect(() => needText('nick', '👩'.repeat(33), 1, 32)).toThrowError(expect.objectContaining({ subReason: 'bad_nick' }));
  });
});

describe('waiting between tries', () => {
  it.each([
    [1, 1, 0, 400],
    [1, 0, 0, 0],
    [3, 1, 0, 1_600],
    [30, 1, 0, 8_000],
    [2, 0.5, 3_000, 3_400],
    [1, 1, 4_294_967_295, 60_400],
  ])('try %i with luck %d, at least %i ms: %i ms', (attempt, random, atLeast, expected) => {
    expect(backoffMs(attempt, random, atLeast)).toBe(expected);
  });

  it('follows the server, up to a day', () => {
    const timers = timersFrom(create(ClientTimersSchema, { linkLost: 4_294_967_295, request: 3_000 }), DEFAULT_TIMERS);

    expect(timers).toEqual({ ...DEFAULT_TIMERS, linkLost: 86_400_000, request: 3_000 });
  });
});

describe('why a WebSocket did not open', () => {
  const json = (body: unknown) => Promise.resolve(new Response(JSON.stringify(body)));
  const fails = () => Promise.reject(new TypeError('Failed to fetch'));
  const never = (signal: AbortSignal) => new Promise<Response>((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))));

  it.each([
    ['our server', () => json({ name: 'iLive', version: '1', origin_allowed: true }), fails, 'ours'],
    ['our server, another origin', () => json({ version: '1', origin_allowed: false }), fails, 'origin_refused'],
    ['a portal with CORS', () => Promise.resolve(new Response('<html>sign in</html>')), fails, 'foreign'],
    ['another program', () => json({ hello: 1 }), fails, 'foreign'],
    ['a portal without CORS', fails, () => Promise.resolve(new Response('')), 'foreign'],
    ['a closed port', fails, fails, 'unreachable'],
  ])('%s', async (_, cors, opaque, kind) => {
    const get = (_url: unknown, init: RequestInit = {}) => (init.mode === 'cors' ? cors() : opaque());

    expect(await probe('https://x', get as typeof fetch)).toEqual({ kind });
  });

  it('nothing within 5 s', async () => {
    const abort = new AbortController();
    vi.spyOn(AbortSignal, 'timeout').mockReturnValue(abort.signal);
    const verdict = probe('https://x', ((_url: unknown, init: RequestInit) => never(init.signal as AbortSignal)) as typeof fetch);

    abort.abort();

    expect(await verdict).toEqual({ kind: 'silent' });
    vi.restoreAllMocks();
  });
});

describe('the pulse of a media path', () => {
  /** Beats every 250 ms; `.` nothing came, `x` something. */
  function silences(beats: string): number[] {
    const told: number[] = [];
    let now = 0;
    const pulse = new Pulse(() => told.push(now));
    for (const beat of beats) pulse.handleBeat((now += 250), beat === 'x');
    return told;
  }

  it.each([
    ['never alive', '........', []],
    ['alive', 'xxxxxxxx', []],
    ['one beat late', 'xxx.xxx.xx', []],
    ['silent for 500 ms', 'xxx..', [1_250]],
    ['told once', 'xxx............', [1_250]],
    ['told again after a return', 'xx..xx..', [1_000, 2_000]],
  ])('%s', (_, beats, expected) => {
    expect(silences(beats)).toEqual(expected);
  });
});

describe('a ticket', () => {
  it('far over its limit still goes to the server, which says so; one that no frame holds does not', () => {
    expect(() => needTicket('x'.repeat(131_072))).not.toThrow();
    expect(() => needTicket('x'.repeat(131_073))).toThrowError(expect.objectContaining({ code: 8021, subReason: 'bad_user_sig', delivery: 'return' }));
  });

  const world = (ask: (() => Promise<string>) | null) => {
    const log: string[] = [];
    const renewal = new Renewal({
      ask: ask && (() => (log.push(`ask at ${Date.now() - 1_000_000}`), ask())),
      present: (sig) => (log.push(`present ${sig}`), Promise.resolve(0)),
      missing: () => log.push(`missing at ${Date.now() - 1_000_000}`),
    });
    return { renewal, log };
  };

  it.each([
    ['of a day, a minute before its end', 86_400_000, 86_340_000],
    ['of ten seconds, after half of them', 10_000, 5_000],
    ['of 180 days, beyond what a timer can count', 180 * 86_400_000, 180 * 86_400_000 - 60_000],
  ])('is renewed: %s', async (_, validMs, askedMs) => {
    const { renewal, log } = world(() => Promise.resolve('new'));

    renewal.handleTicket(Date.now() + validMs);
    await vi.advanceTimersByTimeAsync(askedMs - 1);
    const early = [...log];
    await vi.advanceTimersByTimeAsync(1);

    expect(early).toEqual([]);
    expect(log).toEqual([`ask at ${askedMs}`, 'present new']);
  });

  it.each([
    ['there is no hook', null],
    ['the hook fails', () => Promise.reject(new Error('offline'))],
  ])('is missed when %s', async (_, ask) => {
    const { renewal, log } = world(ask);

    renewal.handleTicket(Date.now() + 10_000);
    await vi.advanceTimersByTimeAsync(5_000);

    expect(log.at(-1)).toBe('missing at 5000');
  });
});

describe('device errors', () => {
  it.each([
    ['camera', 'NotAllowedError', 'av', 1, 'permission_denied'],
    ['microphone', 'NotAllowedError', 'av', 1, 'permission_denied'],
    ['screen', 'NotAllowedError', 'ilive', 8007, 'picker_closed'],
    ['camera', 'NotReadableError', 'av', 1008, 'device_busy'],
    ['camera', 'NotFoundError', 'av', 1301, 'no_device'],
    ['microphone', 'OverconstrainedError', 'av', 1301, 'no_device'],
    ['camera', 'AbortError', 'av', 1, 'device_failed'],
    ['microphone', 'AbortError', 'av', 1, 'device_failed'],
  ] as const)('%s: %s is %s %i %s', (kind, name, module, code, subReason) => {
    expect(captureError(kind, Object.assign(new Error('x'), { name }))).toMatchObject({ module, code, subReason });
  });
});

describe('an error', () => {
  it('has its constant, its texts in two languages, and its place in the manual', () => {
    const error = new IliveError('av', 10003, { subReason: 'room_taken', traceId: 't1' });

    expect(error.name).toBe('AV_ERR_SERVER_NO_PERMISSION');
    expect([error.text, error.why, error.fix].every((text) => text.length > 10)).toBe(true);
    expect(error.explain(zh).text).toMatch(/[一-龥]/);
    expect(error.docUrl).toBe('/docs/codes/10003');
    expect(JSON.parse(JSON.stringify(error))).toMatchObject({ module: 'av', code: 10003, subReason: 'room_taken', traceId: 't1' });
  });

  it('says who raised it and what became of the old room, in a report too, and whatever a layer above adds', () => {
    const plain = JSON.parse(JSON.stringify(new IliveError('ilive', 8021)));
    const told = new IliveError('av', 10009, { raisedBy: 'server', oldRoom: 'kept' }).with({ delivery: 'event' });

    expect([plain.raisedBy, 'oldRoom' in plain]).toEqual(['client', false]);
    expect(JSON.parse(JSON.stringify(told))).toMatchObject({ raisedBy: 'server', oldRoom: 'kept', delivery: 'event' });
  });

  it('of another space is only named', () => {
    expect(codeRow('call', 1).name).toBe('CALL_1');
    expect(codeRow('im', 6012).name).toBe('IM_6012');
    expect(codeRow('av', 1).name).toBe('AV_ERR_FAILED');
  });
});

describe('a meter', () => {
  it.each([
    ['silence', 0, 0],
    ['full scale', 1, 1],
    ['half of the dB', 10 ** (-30 / 20), 0.5],
  ])('%s', (_, sample, expected) => {
    expect(meterValue(new Float32Array(64).fill(sample))).toBeCloseTo(expected, 2);
  });
});
