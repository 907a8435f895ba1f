import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { IliveError } from '../src/errors.js';
import { Session, type SessionListener } from '../src/session.js';
import { DEFAULT_TIMERS } from '../src/timers.js';
import { FakeServer } from './fake-server.js';

const SECOND = 1_000;

function world(renew: () => Promise<string | null> = () => Promise.resolve(null)) {
  const server = new FakeServer();
  const log: string[] = [];
  const errors: IliveError[] = [];
  const listener: SessionListener = {
    up: ({ kind }) => log.push(`up ${kind}`),
    down: ({ attempt }) => log.push(`down ${attempt}`),
    event: (event) => log.push(`event ${event.case}`),
    closed: (error) => {
      errors.push(error);
      log.push(`closed ${error.module} ${error.code} ${error.subReason}`);
    },
  };
  let key = 0;
  const options = { sdkAppId: 1, userSig: 'sig', userId: '', nick: 'Ann', client: 'test', renew, newKey: () => `key${(key += 1)}`, timers: DEFAULT_TIMERS };
  const session = new Session(server, options, listener);
  session.start();
  return { server, session, log, errors };
}

/** Lets promises settle without any time passing. */
const settle = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a login', () => {
  it('is the first frame and says who by the ticket only', async () => {
    const { server, log } = world();

    server.letIn('s1');
    await settle();

    expect(server.frames[0]?.request).toMatchObject({ case: 'login', value: { sdkAppId: 1, userSig: 'sig', protocol: 1, nick: 'Ann' } });
    expect(log).toEqual(['up fresh']);
  });

  it.each([
    ['a bad ticket', 'av', 10003, 'sig_bad'],
    ['another login', 'ilive', 8050, ''],
    ['a ticket that has run out, without a new one', 'ilive', 8051, 'sig_expired'],
  ])('ends with %s', async (_, module, code, subReason) => {
    const { server, log } = world();

    server.open();
    server.reply(server.last('login'), { case: 'error', value: { module, code, subReason } });
    await settle();

    expect(log).toEqual([`closed ${module} ${code} ${subReason}`]);
  });

  it('goes on with a new ticket when the old one has run out', async () => {
    const { server, log } = world(() => Promise.resolve('new sig'));

    server.open();
    server.reply(server.last('login'), { case: 'error', value: { module: 'ilive', code: 8051 } });
    await vi.advanceTimersByTimeAsync(10 * SECOND);
    server.letIn('s1');
    await settle();

    expect(server.last('login').request.value).toMatchObject({ userSig: 'new sig' });
    expect(log).toEqual(['down 1', 'up fresh']);
  });

  it.each([
    ['nobody is there', 'unreachable', 'closed ilive 8012 unreachable'],
    ['somebody else answers', 'foreign', 'closed ilive 8052 foreign_answer'],
    ['this page is of a refused origin', 'origin_refused', 'closed av 10003 origin_refused'],
  ] as const)('fails at once when %s', async (_, kind, outcome) => {
    const { server, log } = world();
    server.verdict = { kind };

    server.cut();
    await settle();

    expect(log).toEqual([outcome]);
  });

  it('is tried until 30 s are over when the server is there and does not open', async () => {
    const { server, log } = world();
    server.verdict = { kind: 'ours' };

    for (let step = 0; step < 200; step += 1) {
      server.cut();
      await vi.advanceTimersByTimeAsync(SECOND / 4);
    }

    expect(log.at(-1)).toBe('closed av 1005 login_timeout');
    expect(server.dials).toBeGreaterThan(4);
  });
});

describe('a lost link', () => {
  it('is resumed with the last event seen, and what is unanswered goes out again under its key', async () => {
    const { server, session, log } = world();
    server.letIn('s1');
    await settle();
    server.event({ case: 'stageInvited', value: {} });
    const asked = session.requests.call('stageRequest', { note: '' });

    server.cut();
    await vi.advanceTimersByTimeAsync(SECOND);
    server.letIn('s1', true);
    await settle();

    expect(server.last('login').request.value).toMatchObject({ resume: { sessionId: 's1', resumeToken: 'secret', lastSeq: 1n } });
    expect(server.count('stageRequest')).toBe(2);
    expect(server.last('stageRequest').clientKey).toBe('key1');
    server.reply(server.last('stageRequest'), { case: 'done', value: {} });
    await expect(asked).resolves.toBeUndefined();
    expect(log).toEqual(['up fresh', 'event stageInvited', 'down 1', 'up recovered']);
  });

  it('says honestly when events were lost, and when the session is a new one', async () => {
    const { server, log } = world();
    server.letIn('s1');
    await settle();

    server.cut();
    await vi.advanceTimersByTimeAsync(SECOND);
    server.letIn('s1', false);
    await settle();
    server.cut();
    await vi.advanceTimersByTimeAsync(SECOND);
    server.letIn('s2', false);
    await settle();

    expect(log).toEqual(['up fresh', 'down 1', 'up gap', 'down 2', 'up fresh']);
  });

  it('takes each event once, though it is told again after a resume', async () => {
    const { server, log } = world();
    server.letIn('s1');
    await settle();
    server.event({ case: 'stageInvited', value: {} }, 1n);
    server.event({ case: 'stageInvited', value: {} }, 1n);
    server.event({ case: 'peopleChanged', value: { people: 3 } }, 2n);

    expect(log).toEqual(['up fresh', 'event stageInvited', 'event peopleChanged']);
  });

  it.each([2n ** 64n - 1n, 3n])('is made of an event out of turn, number %s, which is not believed', async (seq) => {
    const { server, log } = world();
    server.letIn('s1');
    await settle();
    server.event({ case: 'stageInvited', value: {} }, 1n);
    server.event({ case: 'peopleChanged', value: { people: 9 } }, seq);
    await vi.advanceTimersByTimeAsync(SECOND);
    server.letIn('s1', true);
    await settle();
    expect(server.last('login').request.value).toMatchObject({ resume: { lastSeq: 1n } });
    server.event({ case: 'stageAnswered', value: {} }, 2n);

    expect(log).toEqual(['up fresh', 'event stageInvited', 'down 1', 'up recovered', 'event stageAnswered']);
  });

  it('that lost events goes on with whatever number comes next', async () => {
    const { server, log } = world();
    server.letIn('s1');
    await settle();
    server.event({ case: 'stageInvited', value: {} }, 1n);
    server.cut();
    await vi.advanceTimersByTimeAsync(SECOND);
    server.letIn('s1', false);
    await settle();
    for (const seq of [500n, 501n]) server.event({ case: 'stageInvited', value: {} }, seq);

    expect(log).toEqual(['up fresh', 'event stageInvited', 'down 1', 'up gap', 'event stageInvited', 'event stageInvited']);
  });

  it('holds requests about the room back until the room is entered in the new session', async () => {
    const { server, session } = world();
    server.letIn('s1');
    await settle();
    server.cut();
    session.requests.call('muteMember', { muted: true }, { inRoom: true }).catch(() => undefined);
    session.requests.call('resolve', { tinyIds: [7n] }).catch(() => undefined);
    await vi.advanceTimersByTimeAsync(SECOND);

    server.letIn('s2');
    await settle();
    const before = [server.count('resolve'), server.count('muteMember')];
    session.requests.handleRoomReady();

    expect(before).toEqual([1, 0]);
    expect(server.count('muteMember')).toBe(1);
  });

  it('is noticed after 15 s without a frame, and not while ticks come', async () => {
    const { server, log } = world();
    server.letIn('s1');
    await settle();

    await vi.advanceTimersByTimeAsync(14 * SECOND);
    server.tick();
    await vi.advanceTimersByTimeAsync(14 * SECOND);
    const whileHeard = [...log];
    await vi.advanceTimersByTimeAsync(2 * SECOND);

    expect(whileHeard).toEqual(['up fresh']);
    expect(log[1]).toBe('down 1');
  });

  it('is noticed 1 s after the media fell silent when two pings stay unanswered', async () => {
    const { server, session, log } = world();
    server.letIn('s1');
    await settle();

    session.link.handleMediaSilent();
    await vi.advanceTimersByTimeAsync(999);
    const before = [server.count('ping'), log.length];
    await vi.advanceTimersByTimeAsync(1);

    expect(before).toEqual([2, 1]);
    expect(log).toEqual(['up fresh', 'down 1']);
  });

  it('is not lost when a ping is answered', async () => {
    const { server, session, log } = world();
    server.letIn('s1');
    await settle();

    session.link.handleMediaSilent();
    await vi.advanceTimersByTimeAsync(600);
    server.tick();
    await vi.advanceTimersByTimeAsync(SECOND);

    expect(log).toEqual(['up fresh']);
  });

  it('is dropped when a frame cannot be read', async () => {
    const { server, log } = world();
    server.letIn('s1');
    await settle();

    server.garbage();

    expect(log).toEqual(['up fresh', 'down 1']);
  });
});

describe('the end', () => {
  it('by another login is final, and what is pending ends with its code', async () => {
    const { server, session, log } = world();
    server.letIn('s1');
    await settle();
    const asked = session.requests.call('roomRead', {});
    asked.catch(() => undefined);

    server.event({ case: 'sessionEnded', value: { error: { module: 'ilive', code: 8050 } } });

    await expect(asked).rejects.toMatchObject({ code: 8050 });
    expect(log).toEqual(['up fresh', 'closed ilive 8050 ']);
    await expect(session.requests.call('roomRead', {})).rejects.toMatchObject({ code: 8050 });
  });

  it('of a draining server is not final: the next login waits as long as it says', async () => {
    const { server, log } = world();
    server.letIn('s1');
    await settle();

    server.event({ case: 'sessionEnded', value: { error: { module: 'av', code: 10004, subReason: 'draining', retryAfterMs: 3_000 } } });
    await vi.advanceTimersByTimeAsync(2_900);
    const early = server.dials;
    await vi.advanceTimersByTimeAsync(2_000);

    expect([early, server.dials]).toEqual([1, 2]);
    expect(log).toEqual(['up fresh', 'down 1']);
  });
});

describe('a request', () => {
  it.each([
    ['a request', 'roomRead', {}, 30 * SECOND, 1005],
    ['a message', 'sendMessage', { restsWhileLost: true }, 30 * SECOND, 1005],
  ] as const)('%s without an answer ends after 3 × 10 s', async (_, kind, options, deadline, code) => {
    const { server, session } = world();
    server.letIn('s1');
    await settle();
    const outcome = vi.fn();
    session.requests.call(kind, {}, options).catch((error: IliveError) => outcome(error.code));

    const ticks = setInterval(() => server.tick(), SECOND);
    await vi.advanceTimersByTimeAsync(deadline - 1);
    const before = outcome.mock.calls.length;
    await vi.advanceTimersByTimeAsync(1);
    clearInterval(ticks);

    expect(before).toBe(0);
    expect(outcome).toHaveBeenCalledWith(code);
  });

  it('that rests while the link is lost keeps its whole deadline', async () => {
    const { server, session } = world();
    server.letIn('s1');
    await settle();
    const outcome = vi.fn();
    session.requests.call('sendMessage', {}, { restsWhileLost: true }).then(outcome, outcome);

    server.cut();
    for (let step = 0; step < 100; step += 1) {
      server.cut();
      await vi.advanceTimersByTimeAsync(SECOND);
    }
    const whileLost = outcome.mock.calls.length;
    await vi.advanceTimersByTimeAsync(8 * SECOND);
    server.letIn('s2');
    await settle();
    session.requests.handleRoomReady();
    server.reply(server.last('sendMessage'), { case: 'sendMessage', value: { seq: 1n } });
    await settle();

    expect(whileLost).toBe(0);
    expect(outcome).toHaveBeenCalledOnce();
    expect(outcome.mock.lastCall?.[0]).toMatchObject({ seq: 1n });
  });

  it('that is given up ends with 8007 and ignores a late answer', async () => {
    const { server, session } = world();
    server.letIn('s1');
    await settle();
    const stop = new AbortController();
    const asked = session.requests.call('roomRead', {}, { signal: stop.signal });
    asked.catch(() => undefined);

    stop.abort();
    server.reply(server.last('roomRead'), { case: 'roomRead', value: {} });

    await expect(asked).rejects.toMatchObject({ module: 'ilive', code: 8007, delivery: 'completion' });
  });

  it('that is answered with something else is 8052', async () => {
    const { server, session } = world();
    server.letIn('s1');
    await settle();
    const asked = session.requests.call('roomRead', {});

    server.reply(server.last('roomRead'), { case: 'resolve', value: {} });

    await expect(asked).rejects.toMatchObject({ module: 'ilive', code: 8052 });
  });
});
