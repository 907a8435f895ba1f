import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MediaPath } from '../src/media-path.js';
import type { PathState, Peer } from '../src/peer.js';
import { DEFAULT_TIMERS } from '../src/timers.js';
import { FakeCaller } from './fake-caller.js';

/** The browser's side of a connection, played by a test. */
function fakePeer(log: string[]) {
  const peer = {
    path: 'connecting' as PathState,
    reason: 'ice' as 'ice' | 'dtls',
    videoSlots: 4,
    offer: (restart: boolean) => {
      log.push(restart ? 'offer restart' : 'offer');
      return Promise.resolve({ sdp: 'offer', senders: [] });
    },
    answer: (sdp: string) => (sdp === 'broken' ? Promise.reject(new Error('bad sdp')) : Promise.resolve()),
    addVideoSlots: (count: number) => void (peer.videoSlots += count),
    failure: () => peer.reason,
    close: () => log.push('close'),
  };
  return peer;
}

function world() {
  const log: string[] = [];
  const peer = fakePeer(log);
  const caller = new FakeCaller();
  const path = new MediaPath(peer as unknown as Peer, caller, () => DEFAULT_TIMERS, {
    connected: () => log.push('connected'),
    interrupted: () => log.push('interrupted'),
    broken: ({ module, code, subReason }) => log.push(`broken ${module} ${code} ${subReason}`),
  });
  const become = (state: PathState) => {
    peer.path = state;
    path.handlePath(state);
  };
  const entered = async () => {
    const answer = path.answer('answer');
    await vi.advanceTimersByTimeAsync(0);
    become('connected');
    await answer;
    log.length = 0;
  };
  return { path, peer, caller, log, become, entered };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('the first connection', () => {
  it('is there when ICE and DTLS are', async () => {
    const { path, become, log } = world();

    const answer = path.answer('answer');
    await vi.advanceTimersByTimeAsync(50);
    become('connected');

    await expect(answer).resolves.toBeUndefined();
    expect(log).toEqual(['connected']);
  });

  it('counts when it was there before the answer was taken in', async () => {
    const { path, peer, log } = world();
    peer.path = 'connected';

    await path.answer('answer');

    expect(log).toEqual(['connected']);
  });

  it.each([
    ['ICE fails', 'ice', 'av', 10005, 'ice_failed'],
    ['the identity is wrong', 'dtls', 'av', 1, 'dtls_failed'],
  ] as const)('ends when %s', async (_, reason, module, code, subReason) => {
    const { path, peer, become } = world();
    peer.reason = reason;

    const answer = path.answer('answer');
    answer.catch(() => undefined);
    await vi.advanceTimersByTimeAsync(0);
    become('failed');

    await expect(answer).rejects.toMatchObject({ module, code, subReason });
  });

  it('ends with 10005 after 15 s, and with `av` 1 on an answer that makes no sense', async () => {
    const slow = world().path.answer('answer');
    const broken = world().path.answer('broken');
    const outcomes = Promise.allSettled([slow, broken]);

    await vi.advanceTimersByTimeAsync(15_000);

    expect(await outcomes).toMatchObject([{ reason: { code: 10005, subReason: 'ice_timeout' } }, { reason: { module: 'av', code: 1, subReason: 'bad_answer' } }]);
  });
});

describe('a path that was up', () => {
  it('is left alone while it is only disturbed for a moment', async () => {
    const { entered, become, log } = world();
    await entered();

    become('disconnected');
    await vi.advanceTimersByTimeAsync(1_900);
    become('connected');
    await vi.advanceTimersByTimeAsync(60_000);

    expect(log).toEqual([]);
  });

  it.each([
    ['disturbed for 2 s', 'disconnected', 2_000],
    ['failed', 'failed', 0],
  ] as const)('is repaired by an ICE restart when it is %s', async (_, state, after) => {
    const { entered, become, log, caller } = world();
    await entered();

    become(state);
    await vi.advanceTimersByTimeAsync(after);
    caller.last('negotiate').answer({ answerSdp: 'answer' });
    await vi.advanceTimersByTimeAsync(0);
    become('connected');

    expect(log).toEqual(['interrupted', 'offer restart', 'connected']);
  });

  it('counts as repaired when both ends agree while the old way still holds', async () => {
    const { entered, path, log, caller } = world();
    await entered();

    path.repair();
    await vi.advanceTimersByTimeAsync(0);
    caller.last('negotiate').answer({ answerSdp: 'answer' });
    await vi.advanceTimersByTimeAsync(20_000);

    expect(log).toEqual(['interrupted', 'offer restart', 'connected']);
  });

  it('is broken when the repair takes more than 15 s', async () => {
    const { entered, become, log } = world();
    await entered();

    become('failed');
    await vi.advanceTimersByTimeAsync(15_000);

    expect(log).toEqual(['interrupted', 'offer restart', 'close', 'broken av 10005 ice_timeout']);
  });

  it('is broken when the server no longer knows the seat', async () => {
    const { entered, become, log, caller } = world();
    await entered();

    become('failed');
    await vi.advanceTimersByTimeAsync(0);
    caller.last('negotiate').refuse('av', 10006, 'not_in_room');
    await vi.advanceTimersByTimeAsync(0);

    expect(log.at(-1)).toBe('broken av 10006 not_in_room');
  });

  it('negotiates one thing after another', async () => {
    const { entered, path, caller, peer } = world();
    await entered();

    const both = Promise.all([path.grow(2), path.grow(1)]);
    await vi.advanceTimersByTimeAsync(0);
    const first = [caller.asked.length, peer.videoSlots];
    caller.last('negotiate').answer({ answerSdp: 'answer' });
    await vi.advanceTimersByTimeAsync(0);
    caller.last('negotiate').answer({ answerSdp: 'answer' });
    await both;

    expect(first).toEqual([1, 6]);
    expect(peer.videoSlots).toBe(7);
  });
});
