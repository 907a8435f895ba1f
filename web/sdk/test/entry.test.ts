import { describe, expect, it } from 'vitest';
import { enter, type Intent } from '../src/entry.js';
import { IliveError } from '../src/errors.js';
import { DEFAULT_TIMERS } from '../src/timers.js';
import { FakeCaller, settle } from './fake-caller.js';

const INTENT: Intent = { id: 7, role: { name: '', type: 'audience' }, create: false, exclusive: false, title: '', roomKey: '', rights: 0, withChat: true, autoViews: true };

function world(intent: Partial<Intent> = {}, connect: () => Promise<void> = () => Promise.resolve()) {
  const caller = new FakeCaller();
  const entered = enter({ caller, timers: () => DEFAULT_TIMERS, mayBeIn: () => undefined }, { ...INTENT, ...intent }, Promise.resolve({ sdp: 'offer', senders: [] }), null, connect);
  entered.catch(() => undefined);
  return { caller, entered };
}

async function located(caller: FakeCaller): Promise<void> {
  await settle();
  caller.last('roomLocate').answer({ url: '' });
  await settle();
}

describe('an entry', () => {
  it('locates the room, then enters it and joins its chat beside each other', async () => {
    const { caller, entered } = world();

    await settle();
    const before = [...caller.kinds];
    await located(caller);
    caller.last('groupJoin').answer({ lastSeq: 9n });
    caller.last('roomEnter').answer({ answerSdp: 'answer' });

    expect(before).toEqual(['roomLocate']);
    expect(caller.kinds).toEqual(['roomLocate', 'roomEnter', 'groupJoin']);
    await expect(entered).resolves.toMatchObject({ lastSeq: 9n });
  });

  it('fails with 10004 when another node serves the room, or nobody says which', async () => {
    const elsewhere = world();
    await settle();
    elsewhere.caller.last('roomLocate').answer({ url: 'https://node2' });
    const silent = world();
    await settle();

    await expect(elsewhere.entered).rejects.toMatchObject({ module: 'av', code: 10004 });
    expect(silent.caller.last('roomLocate').options.silence?.()).toMatchObject({ module: 'av', code: 10004 });
    expect(silent.caller.last('roomLocate').options.deadlineMs).toBe(10_000);
  });

  it('ends with what AV says at once, whatever the group says, and leaves the group again', async () => {
    const { caller, entered } = world();
    await located(caller);

    caller.last('roomEnter').refuse('av', 10003, 'key_expired');
    await expect(entered).rejects.toMatchObject({ module: 'av', code: 10003, subReason: 'key_expired' });
    caller.last('groupJoin').answer({ lastSeq: 0n });
    await settle();

    expect(caller.kinds.at(-1)).toBe('groupLeave');
  });

  it('ends with the group’s code only once AV has answered', async () => {
    const { caller, entered } = world();
    await located(caller);
    const outcome: string[] = [];
    entered.catch((error: IliveError) => outcome.push(`${error.module} ${error.code}`));

    caller.last('groupJoin').refuse('im', 10010);
    await settle();
    const early = [...outcome];
    caller.last('roomEnter').answer({ answerSdp: 'answer' });
    await settle();

    expect(early).toEqual([]);
    expect(outcome).toEqual(['im 10010']);
  });

  it('takes "a member already" of the group as success', async () => {
    const { caller, entered } = world();
    await located(caller);

    caller.last('groupJoin').refuse('im', 10013);
    caller.last('roomEnter').answer({ answerSdp: 'answer' });

    await expect(entered).resolves.toMatchObject({ already: true });
  });

  it('fails with what the media say, and joins no chat that was not asked for', async () => {
    const { caller, entered } = world({ withChat: false }, () => Promise.reject(new IliveError('av', 1, { subReason: 'dtls_failed' })));
    await located(caller);

    caller.last('roomEnter').answer({ answerSdp: 'answer' });

    await expect(entered).rejects.toMatchObject({ module: 'av', code: 1, subReason: 'dtls_failed' });
    expect(caller.kinds).not.toContain('groupJoin');
  });
});
