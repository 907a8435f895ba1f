import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { IliveError, refused } from '../src/errors.js';
import { classOf, type Call, type Verb } from '../src/operations.js';
import { up } from '../src/up.js';
import { standing } from './fake-standing.js';

beforeEach(() => void vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => void vi.useRealTimers());

const never = (): Promise<never> => new Promise(() => undefined);

function call<T>(verb: Verb, work: Call<T>['work'], more: Partial<Call<T>> = {}): Call<T> {
  return { layer: 'facade', verb, guards: () => undefined, work, ...more };
}

describe('an operation', () => {
  it('that is refused has failed already, and leaves nothing in flight', async () => {
    const { operations } = standing();
    const guards = (): void => {
      throw refused('ilive', 8009, 'logged_out', 'no');
    };

    const outcome = operations.make(call('ask', never, { guards }));

    await expect(outcome).rejects.toMatchObject({ code: 8009, delivery: 'return' });
    await expect(outcome).rejects.toHaveProperty('traceId', expect.stringMatching(/^[a-z2-7]{20}$/));
    expect(operations.count).toBe(0);
  });

  it('has one completion, whatever comes later', async () => {
    const { operations } = standing();
    let late: (value: string) => void = () => undefined;
    const outcome = operations.make(call('enter', () => new Promise<string>((resolve) => (late = resolve))));

    operations.busy('enter')?.giveUp(new IliveError('ilive', 8007, { subReason: 'left' }));
    late('in the room');

    await expect(outcome).rejects.toMatchObject({ code: 8007, subReason: 'left', delivery: 'completion' });
    expect(operations.busy('exit')).toBeUndefined();
  });

  it('that its caller gives up ends with 8007, and its work is told', async () => {
    const { operations } = standing();
    const control = new AbortController();
    let told = false;
    const work = (signal: AbortSignal): Promise<never> => (signal.addEventListener('abort', () => (told = true)), never());
    const outcome = operations.make(call('ask', work, { signal: control.signal }));

    control.abort();

    await expect(outcome).rejects.toMatchObject({ code: 8007, subReason: 'aborted', delivery: 'completion' });
    expect(told).toBe(true);
  });

  it('that was given up before it began is refused', async () => {
    const { operations } = standing();

    const outcome = operations.make(call('ask', never, { signal: AbortSignal.abort() }));

    await expect(outcome).rejects.toMatchObject({ code: 8007, delivery: 'return' });
  });

  it('frees its class with its completion', async () => {
    const { operations, checks } = standing();

    await operations.make(call('enter', () => Promise.reject(new IliveError('av', 10009)))).catch(() => undefined);

    expect(() => checks.notBusy('enter')).not.toThrow();
  });
});

describe('a class that is busy', () => {
  it.each([
    ['the same at once', 'enter', 0, 'ilive', 8011],
    ['another at once', 'switch', 1_999, 'ilive', 8011],
    ['the same after 2 s', 'enter', 2_000, 'av', 1001],
    ['another after 2 s', 'switch', 2_000, 'av', 1002],
  ] as const)('refuses %s', (_, verb, after, module, code) => {
    const { operations, checks } = standing();
    void operations.make(call('enter', never));

    vi.advanceTimersByTime(after);

    expect(() => checks.notBusy(verb)).toThrowError(expect.objectContaining({ module, code, delivery: 'return' }));
  });

  it('is one for a kind of device, and none for messages', () => {
    expect(classOf('open camera')).toBe(classOf('close camera'));
    expect(classOf('open camera')).not.toBe(classOf('open microphone'));
    expect([classOf('message'), classOf('ask'), classOf('logout')]).toEqual([null, null, null]);
  });
});

describe('one layer up', () => {
  it.each([
    ['a role', 'enter', 'av', 1, 'role_not_exists', 'av', 1],
    ['dtls', 'enter', 'av', 1, 'dtls_failed', 'ilive', 8006],
    ['ice', 'enter', 'av', 10005, 'ice_failed', 'av', 10005],
    ['a number that is none of the 58', 'switch', 'av', 71, '', 'ilive', 8006],
    ['a number of messaging', 'enter', 'im', 10_014, '', 'im', 10_014],
    ['a microphone', 'open microphone', 'av', 1, 'device_failed', 'ilive', 8020],
    ['a camera', 'open camera', 'av', 1, 'device_failed', 'av', 1],
    ['a file', 'open media_file', 'av', 1301, 'no_file', 'ilive', 8022],
    ['an unplugged camera', 'open camera', 'av', 1301, 'no_device', 'av', 1301],
    ['a full pool', 'open external_main', 'av', 1, 'pool_empty', 'ilive', 8053],
  ] as const)('%s', (_, verb, module, code, subReason, moduleUp, codeUp) => {
    const below = new IliveError(module, code, { subReason });

    expect(up(verb, below)).toMatchObject({ module: moduleUp, code: codeUp, subReason });
  });
});
