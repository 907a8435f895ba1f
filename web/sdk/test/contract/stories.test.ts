import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AUDIENCE, World, hosting, inRoom, loggedIn, messaging } from './world.js';

beforeEach(() => void vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => void vi.useRealTimers());

/** Where an object stands, in words. */
function standing({ ilive }: World): string {
  const word = (state: string): string => state.replace(/^.*STATE_/, '').toLowerCase();
  return [word(ilive.av.contextState), word(ilive.av.roomState), word(ilive.av.testState), ilive.client ? 'in' : 'out'].join(' ');
}

describe('an entry that is given up', () => {
  it('before the server was asked tells it nothing', async () => {
    const world = await loggedIn();
    world.held.add('roomLocate');
    const entry = world.begin(world.ilive.joinRoom(1, AUDIENCE));
    await world.settle();

    await world.done(world.ilive.quitRoom({ cancelPending: true }));

    expect([entry.now, standing(world), world.server.count('roomExit')]).toEqual(['done ilive 8007', 'started exited stopped in', 0]);
  });

  it('after that tells the server that it is out, and leaves the group that lets it in later', async () => {
    const world = await loggedIn();
    world.held.add('roomEnter').add('groupJoin');
    world.begin(world.ilive.joinRoom(1, { role: 'audience' }));
    await world.settle();

    await world.done(world.ilive.quitRoom({ cancelPending: true }));
    world.server.reply(world.server.last('groupJoin'), { case: 'groupJoin', value: {} });
    await world.settle();

    expect([world.server.count('roomExit'), world.server.count('groupLeave') > 0]).toEqual([1, true]);
  });

  it('as a switch after the server was asked leaves both rooms', async () => {
    const world = await inRoom();
    world.held.add('roomEnter');
    const switched = world.begin(world.ilive.switchRoom(2, AUDIENCE));
    await world.settle();

    await world.done(world.ilive.quitRoom({ cancelPending: true }));

    expect(switched.error).toMatchObject({ code: 8007, subReason: 'left', oldRoom: 'left' });
    expect(standing(world)).toBe('started exited stopped in');
  });

  it('as a switch before that keeps the old one', async () => {
    const world = await inRoom();
    world.held.add('roomLocate');
    const control = new AbortController();
    const switched = world.begin(world.ilive.switchRoom(2, { ...AUDIENCE, signal: control.signal }));
    await world.settle();

    control.abort();
    await world.settle();

    expect(switched.error).toMatchObject({ code: 8007, subReason: 'aborted', oldRoom: 'kept' });
    expect(world.ilive.client?.rooms.current.value?.id).toBe(1);
  });
});

describe('an entry', () => {
  it('tells the views once, and not before it is let in', async () => {
    const world = await loggedIn();
    world.held.add('roomEnter');
    const entry = world.begin(world.ilive.joinRoom(1, AUDIENCE));
    await world.pass(1_000);
    const early = world.server.count('setViews');
    world.held.clear();
    world.server.reply(world.server.last('roomEnter'), { case: 'roomEnter', value: { answerSdp: 'answer', tinyId: 1n } });
    await world.pass(1_000);

    expect([early, entry.now, world.server.count('setViews')]).toEqual([0, 'done ilive 0', 1]);
  });
});

describe('an entry whose server gives it up', () => {
  it('ends with what the server said, and nobody is told of a room that was not entered', async () => {
    const world = await loggedIn();
    world.path = null;
    const entry = world.begin(world.ilive.joinRoom(1, AUDIENCE));
    await world.settle();

    const room = { id: { case: 'number', value: 1 } } as const;
    world.server.event({ case: 'roomDisconnected', value: { room, error: { module: 'av', code: 10005, subReason: 'ice_failed' } } });
    await world.settle();

    expect(entry.error).toMatchObject({ module: 'av', code: 10005, subReason: 'ice_failed', delivery: 'completion' });
    expect([world.event('on_room_disconnect'), standing(world)]).toEqual(['none', 'started exited stopped in']);
  });
});

describe('a room that is left while it is switched from', () => {
  it('is left by the switch, or once that has failed', async () => {
    for (const [code, exits, room] of [
      [0, 0, 2],
      [10_005, 1, undefined],
    ] as const) {
      const world = await inRoom();
      const old = world.ilive.client?.rooms.current.value;
      world.held.add('roomEnter');
      const switched = world.begin(world.ilive.switchRoom(2, AUDIENCE));
      await world.settle();
      await old?.leave();
      const early = world.server.count('roomExit');

      world.held.clear();
      const enter = world.server.last('roomEnter');
      if (code === 0) world.server.reply(enter, { case: 'roomEnter', value: { answerSdp: 'answer', tinyId: 1n } });
      else world.server.reply(enter, { case: 'error', value: { module: 'av', code } });
      await world.settle();

      expect([early, world.server.count('roomExit')], `${code}`).toEqual([0, exits]);
      expect(switched.now).toBe(code === 0 ? 'done ilive 0' : `done av ${code}`);
      expect(world.ilive.client?.rooms.current.value?.id).toBe(room);
    }
  });
});

describe('a room whose server was started anew', () => {
  it('is entered again, after a pause where the server asks for one', async () => {
    const world = await loggedIn();
    await world.done(world.ilive.joinRoom(1, { ...AUDIENCE, withoutChat: false }));
    world.said.set('groupJoin', { case: 'error', value: { module: 'im', code: 10_023, subReason: 'throttled', retryAfterMs: 700 } });
    world.server.cut();
    await world.passAlive(5_000);
    world.said.delete('groupJoin');
    await world.passAlive(15_000);

    expect(world.ilive.client?.rooms.current.value?.state.value.state).toBe('connected');
    expect([world.event('on_room_disconnect'), world.server.count('groupJoin') > 2]).toEqual(['none', true]);
  });
});

describe('the end of a login', () => {
  it('by the user leaves everything, and the object can log in again', async () => {
    const world = await hosting();
    await world.done(world.ilive.devices.open('camera'));

    await world.done(world.ilive.logout());
    const after = standing(world);
    await world.done(world.login('bob'));

    expect(after).toBe('stopped exited stopped out');
    expect([world.server.count('roomExit'), world.server.count('logout'), world.ilive.client?.userId]).toEqual([1, 1, 'bob']);
  });

  it('by the server ends what is pending with its code, and all that hangs on it', async () => {
    const world = await inRoom();
    world.held.add('setViews');
    const pending = world.begin(world.ilive.hideAll());
    await world.settle();

    world.server.event({ case: 'sessionEnded', value: { error: { module: 'ilive', code: 8050, subReason: 'replaced' } } });
    await world.settle();

    expect([pending.now, standing(world)]).toEqual(['done ilive 8050', 'stopped exited stopped out']);
    expect(world.events.map(({ name }) => name)).toContain('on_forced_offline');
  });

  it('ends a device test', async () => {
    const world = await loggedIn();
    await world.done(world.ilive.devices.startTest());
    await world.done(world.ilive.devices.openInTest('camera'));

    await world.done(world.ilive.logout());

    expect(standing(world)).toBe('stopped exited stopped out');
  });

  it('for good lets nothing in any more', async () => {
    const world = await loggedIn();

    await world.done(world.ilive.release());

    expect(await world.end(world.login())).toBe('return ilive 8002');
    expect(await world.end(world.ilive.av.startContext())).toBe('return av 1101');
  });
});

describe('logging in', () => {
  it('at the IM layer leaves the context stopped; the façade does the rest on the same session', async () => {
    const world = await messaging();
    const before = standing(world);

    await world.done(world.login());

    expect([before, standing(world), world.server.count('login')]).toEqual(['stopped exited stopped in', 'started exited stopped in', 1]);
  });

  it('that gets no further than the server is no login', async () => {
    const world = new World();
    world.refuse('resolve', 'im', 10_023, 'throttled');

    const outcome = await world.end(world.login());
    const after = standing(world);
    world.said.clear();

    expect([outcome, after, await world.end(world.login())]).toEqual(['done av 6999', 'stopped exited stopped out', 'done ilive 0']);
  });
});

describe('the log', () => {
  it('has a line for every failure that was told, with its trace', async () => {
    const lines: string[] = [];
    const world = await loggedIn({ log: (line) => lines.push(line) });
    world.refuse('roomEnter', 'av', 10009, 'room_not_exist');

    const refused = world.begin(world.ilive.joinRoom(0, AUDIENCE));
    const failed = world.begin(world.ilive.joinRoom(1, AUDIENCE));
    await world.settle();

    expect(lines).toEqual([
      `facade enter: ilive 8021 bad_room_id by return, trace ${refused.error?.traceId}: ${refused.error?.message}`,
      `facade enter: av 10009 room_not_exist by completion, trace ${failed.error?.traceId}: ${failed.error?.message}`,
    ]);
  });
});

describe('a call', () => {
  it('that comes in during another is busy by itself', async () => {
    const world = await loggedIn();
    await world.done(world.ilive.calls.make('bob'));

    world.server.event({ case: 'callIncoming', value: { callId: 9n, userId: 'cem', type: 1 } });
    await world.settle();

    expect(world.server.last('rejectCall').request.value).toMatchObject({ callId: 9n, busy: true });
    expect(world.event('on_call_incoming')).toBe('none');
  });

  it('goes from one state to the next as the server says, and is forgotten', async () => {
    const world = await loggedIn();
    const id = await world.done(world.ilive.calls.make('bob', { video: true }));
    const rings = world.ilive.calls.current.get(id);
    world.server.event({ case: 'callEstablished', value: { callId: 7n } });
    const talks = world.ilive.calls.current.get(id);
    world.server.event({ case: 'callEnded', value: { callId: 7n, result: 4 } });

    expect([rings, talks, world.ilive.calls.current.size]).toEqual(['wait', 'establish', 0]);
    expect(world.events.filter(({ name }) => name.startsWith('on_call'))).toEqual([
      { name: 'on_call_established', id },
      { name: 'on_call_ended', id, result: 4 },
    ]);
  });

  it('that another one ends before its id is known is over at the server before the other is asked for', async () => {
    const world = await loggedIn();
    world.held.add('makeCall');
    world.begin(world.ilive.calls.make('bob'));
    await world.settle();
    const first = world.server.last('makeCall');
    const second = world.begin(world.ilive.calls.make('cem', { endCurrent: true }));
    await world.settle();
    world.held.clear();

    world.server.reply(first, { case: 'makeCall', value: { callId: 5n } });
    await world.settle();

    const order = world.server.frames.map(({ request }) => request.case).filter((kind) => /Call/.test(String(kind)));
    expect([second.now, order]).toEqual(['done ilive 0', ['makeCall', 'endCall', 'makeCall']]);
  });

  it('that is given up before its id is known is ended when it is', async () => {
    const world = await loggedIn();
    world.held.add('makeCall');
    const control = new AbortController();
    const made = world.begin(world.ilive.calls.make('bob', { signal: control.signal }));
    await world.settle();

    control.abort();
    await world.settle();
    world.server.reply(world.server.last('makeCall'), { case: 'makeCall', value: { callId: 5n } });
    await world.settle();

    expect(made.now).toBe('done ilive 8007');
    expect(world.server.last('endCall').request.value).toMatchObject({ callId: 5n });
  });
});

describe('an invitation', () => {
  it('that nobody answers is over', async () => {
    const world = await loggedIn();
    world.server.event({ case: 'inviteArrived', value: { inviteId: 3n, userId: 'bob', room: { id: { case: 'number', value: 5 } } } });
    await world.settle();

    await world.passAlive(41_000);

    const news = world.events.filter(({ name }) => name.startsWith('on_invitation'));
    expect(news).toEqual([
      { name: 'on_invitation', invitation: { id: '3', from: 'bob', room: 5 } },
      { name: 'on_invitation_ended', id: '3', how: 'timed_out' },
    ]);
  });
});

describe('two invitations that cross', () => {
  const room = { id: { case: 'number', value: 5 } } as const;

  it('are over when one counts, whosever it is', async () => {
    const world = await loggedIn();
    world.held.add('invite');
    const invited = world.begin(world.ilive.av.invite('bob', 7));
    await world.settle();

    world.server.event({ case: 'inviteArrived', value: { inviteId: 3n, userId: 'bob', room } });
    world.server.reply(world.server.last('invite'), { case: 'invite', value: { inviteId: 3n } });
    await world.settle();
    world.server.event({ case: 'inviteAccepted', value: { inviteId: 3n } });
    await world.settle();
    await world.passAlive(41_000);

    expect(invited.now).toBe('done ilive 0');
    const news = world.events.filter(({ name }) => name.startsWith('on_invitation')).map(({ name }) => name);
    expect(news).toEqual(['on_invitation', 'on_invitation_accepted']);
    world.held.clear();
    const again = world.begin(world.ilive.av.invite('bob', 7));
    await world.settle();
    expect(again.now, 'nothing of them stands any more').toBe('done ilive 0');
  });
});

describe('news of members', () => {
  it('need no question for somebody whom messaging was asked for', async () => {
    const world = await inRoom();
    await world.done(world.ilive.im.resolve(['user5']));
    const asked = world.server.count('resolve');

    world.server.event({ case: 'memberChanged', value: { member: { tinyId: 5n, uplinks: [{ source: 2, kind: 2 }] }, version: 2n } });
    await world.settle();

    expect([world.server.count('resolve'), world.event('on_member')]).toEqual([asked, 'event']);
  });

  it('are told by number at once, and by name once that is known', async () => {
    const world = await inRoom();
    world.held.add('resolve');
    world.server.event({ case: 'memberChanged', value: { member: { tinyId: 5n, uplinks: [{ source: 2, kind: 2 }] }, version: 2n } });
    await world.settle();
    const early = world.events.map(({ name }) => name).filter((name) => /member|endpoint/.test(name));
    const asked = world.server.last('resolve');
    world.server.reply(asked, { case: 'resolve', value: { identities: [{ userId: 'bob', tinyId: 5n }] } });
    await world.settle();
    world.server.event({ case: 'memberGone', value: { tinyId: 5n, version: 3n } });
    await world.settle();

    expect(early).toEqual(['on_endpoint']);
    expect(world.events.filter(({ name }) => name === 'on_member')).toEqual([
      { name: 'on_member', userId: 'bob', source: 'main', kind: 'camera', on: true },
      { name: 'on_member', userId: 'bob', source: 'main', kind: 'camera', on: false },
    ]);
  });
});
