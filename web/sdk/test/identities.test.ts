import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { IliveError } from '../src/errors.js';
import { Identities } from '../src/identities.js';
import { FakeCaller, settle } from './fake-caller.js';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout'] }));
afterEach(() => void vi.useRealTimers());

function world() {
  const caller = new FakeCaller();
  const warnings: IliveError[] = [];
  return { caller, warnings, identities: new Identities(caller, (error) => warnings.push(error)) };
}

describe('who is behind a tiny id', () => {
  it('is asked once for all that is wanted at one moment, and then known', async () => {
    const { caller, identities } = world();
    const known = vi.fn();
    identities.onKnown(known);

    const before = [identities.get('2'), identities.get('3'), identities.get('2')];
    await settle();
    caller.last('resolve').answer({ identities: [{ tinyId: 2n, userId: 'bob', nick: 'Bob' }, { tinyId: 3n, userId: 'eve', nick: '' }] });
    await settle();

    expect(before).toEqual([null, null, null]);
    expect(caller.asked.map(({ value }) => value['tinyIds'])).toEqual([[2n, 3n]]);
    expect([identities.get('2')?.nick, identities.get('3')?.userId]).toEqual(['Bob', 'eve']);
    expect(known).toHaveBeenCalledTimes(1);
  });

  it('is asked again for a while where the server knows nobody, each time with 1501, and then no more', async () => {
    const { caller, warnings, identities } = world();

    identities.get('9');
    for (let round = 0; round < 10; round += 1) {
      await settle();
      if (caller.asked.length > round) caller.last('resolve').answer({ identities: [] });
      await settle();
      vi.advanceTimersByTime(2_000);
    }
    identities.get('9');
    await settle();

    expect(caller.asked).toHaveLength(5);
    expect(warnings.map(({ code, subReason, delivery }) => [code, subReason, delivery])).toEqual(Array(5).fill([1501, 'unknown_id', 'event']));
  });

  it('is asked again when asking failed, for as long as it takes', async () => {
    const { caller, identities } = world();

    identities.get('2');
    for (let round = 0; round < 8; round += 1) {
      await settle();
      caller.last('resolve').refuse('im', 10023, 'throttled');
      await settle();
      vi.advanceTimersByTime(2_000);
    }
    await settle();
    caller.last('resolve').answer({ identities: [{ tinyId: 2n, userId: 'bob', nick: 'Bob' }] });
    await settle();

    expect(identities.get('2')?.userId).toBe('bob');
  });
});
