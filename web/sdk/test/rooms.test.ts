import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { browserCapture } from '../src/capture.js';
import { Identities } from '../src/identities.js';
import type { PathState, Peer } from '../src/peer.js';
import { Roles } from '../src/roles.js';
import { LiveRooms } from '../src/rooms.js';
import { Session } from '../src/session.js';
import { DEFAULT_TIMERS } from '../src/timers.js';
import { FakeServer } from './fake-server.js';
import { standing } from './fake-standing.js';

/** A browser's connection that is there as soon as it is answered; `broken` is an answer that it cannot read. */
function fakePeer(): Peer {
  const peer = {
    path: 'connected' as PathState,
    videoSlots: 4,
    audioMids: [],
    pc: { getStats: () => Promise.resolve(new Map()), getTransceivers: () => [] },
    offer: () => Promise.resolve({ sdp: 'offer', senders: [] }),
    answer: (sdp: string) => (sdp === 'broken' ? Promise.reject(new Error('bad sdp')) : Promise.resolve()),
    streamOf: () => null,
    close: () => undefined,
  };
  return peer as unknown as Peer;
}

const settle = () => vi.advanceTimersByTimeAsync(0);

/** A viewer who is logged in. */
async function world() {
  const server = new FakeServer();
  const ignored = () => undefined;
  const options = { sdkAppId: 1, userSig: 'sig', userId: '', nick: 'Ann', client: 'test', renew: () => Promise.resolve(null), newKey: () => 'key', timers: DEFAULT_TIMERS };
  const session = new Session(server, options, { up: ignored, down: ignored, event: ignored, closed: ignored });
  session.start();
  server.letIn('s1');
  await settle();
  const { requests } = session;
  const here = standing({
    get currentRoom() {
      return rooms.here?.id ?? null;
    },
  });
  const room = () => ({
    ...here,
    requests,
    timers: () => DEFAULT_TIMERS,
    newPeer: fakePeer,
    capture: browserCapture,
    random: () => 0.5,
    mediaSilent: ignored,
    url: 'http://server',
    sdkAppId: 1,
    identities: new Identities(requests, ignored),
    login: () => ({ userId: 'ann', nick: 'Ann' }),
    newKey: () => 'key',
    guardMessages: ignored,
    outbox: 100,
    framePool: 2,
  });
  const rooms: LiveRooms = new LiveRooms({ ...here, roles: new Roles(false), room, made: ignored });

  /** Lets the way into a room go on up to the server's answer. */
  const locate = async (): Promise<void> => {
    await settle();
    server.reply(server.last('roomLocate'), { case: 'roomLocate', value: { url: '' } });
    await settle();
  };
  const letInto = async (answerSdp = 'answer'): Promise<void> => {
    await locate();
    server.reply(server.last('roomEnter'), { case: 'roomEnter', value: { answerSdp, tinyId: 5n } });
    await settle();
  };
  return { server, rooms, locate, letInto };
}

/** The same, in room 7 without its chat. */
async function inRoom() {
  const here = await world();
  const joined = here.rooms.join(7, { role: 'audience', withoutChat: true });
  await here.letInto();
  return { ...here, old: await joined };
}

const AUDIENCE = { role: 'audience', withoutChat: true } as const;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a switch that fails says what became of the old room', () => {
  it('kept, when it is refused at the call', async () => {
    const { rooms, old } = await inRoom();

    await expect(rooms.switch(0, AUDIENCE)).rejects.toMatchObject({ code: 8021, delivery: 'return', raisedBy: 'client', oldRoom: 'kept' });
    await expect(rooms.switch(7, AUDIENCE)).rejects.toMatchObject({ code: 8024, oldRoom: 'kept' });
    expect(rooms.current.value).toBe(old);
  });

  it('kept, when the server does not let in', async () => {
    const { server, rooms, old, locate } = await inRoom();

    const failed = expect(rooms.switch(8, AUDIENCE)).rejects.toMatchObject({ code: 10009, raisedBy: 'server', oldRoom: 'kept' });
    await locate();
    server.reply(server.last('roomEnter'), { case: 'error', value: { module: 'av', code: 10009, subReason: 'room_not_exist' } });

    await failed;
    expect([old.state.value.state, rooms.current.value]).toEqual(['connected', old]);
  });

  it('left, when the new one had let this user in and its media failed', async () => {
    const { server, rooms, old, letInto } = await inRoom();

    const failed = expect(rooms.switch(8, AUDIENCE)).rejects.toMatchObject({ code: 8006, raisedBy: 'client', oldRoom: 'left' });
    await letInto('broken');

    await failed;
    expect([old.state.value.state, rooms.current.value]).toEqual(['closed', null]);
    expect(server.count('roomExit')).toBe(1);
  });

  it('nothing, when there was none', async () => {
    const { rooms } = await world();

    await expect(rooms.switch(8, AUDIENCE)).rejects.toMatchObject({ code: 8003, oldRoom: undefined });
  });
});
