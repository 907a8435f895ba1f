import { ringing } from './facade.js';
import { World, inRoom, loggedIn, type Case } from './world.js';
import type { RequestCase } from '../../src/wire.js';

const SECOND = 1_000;

async function after(ready: Promise<World>, call: (world: World) => Promise<unknown>): Promise<string> {
  const world = await ready;
  return world.end(call(world));
}

async function fails(kind: RequestCase, code: number, call: (world: World) => Promise<unknown>): Promise<string> {
  const world = await loggedIn();
  world.refuse(kind, 'av', code);
  return world.end(call(world));
}

async function silence(kind: RequestCase, call: (world: World) => Promise<unknown>): Promise<string> {
  const world = await loggedIn();
  world.held.add(kind);
  const outcome = world.begin(call(world));
  await world.passAlive(31 * SECOND);
  return outcome.now;
}

async function invited(): Promise<World> {
  const world = await loggedIn();
  await world.done(world.ilive.av.invite('bob', 1));
  return world;
}

export const SIGNALLING: readonly Case[] = [
  ['invite one who is offline', 'done av 1801', () => fails('invite', 10010, ({ ilive }) => ilive.av.invite('bob', 1))],
  ['invite, and nobody answers', 'done av 1801', () => silence('invite', ({ ilive }) => ilive.av.invite('bob', 1))],
  ['invite', 'done ilive 0', () => after(loggedIn(), ({ ilive }) => ilive.av.invite('bob', 1))],
  ["invite while one's own invitation stands", 'done av 1801', () => after(invited(), ({ ilive }) => ilive.av.invite('bob', 1))],
  [
    'invite once it was taken',
    'done ilive 0',
    async () => {
      const world = await invited();
      world.server.event({ case: 'inviteAccepted', value: { inviteId: 7n } });
      return world.end(world.ilive.av.invite('bob', 1));
    },
  ],
  [
    'invite once it has timed out',
    'done ilive 0',
    async () => {
      const world = await invited();
      await world.passAlive(40 * SECOND);
      return world.end(world.ilive.av.invite('bob', 1));
    },
  ],
  ['invite oneself', 'return av 1004', () => after(loggedIn(), ({ ilive }) => ilive.av.invite('ann', 1))],
  ['invite into room 0', 'return av 1004', () => after(loggedIn(), ({ ilive }) => ilive.av.invite('bob', 0))],
  ['invite before start', 'return av 1101', () => after(Promise.resolve(new World()), ({ ilive }) => ilive.av.invite('bob', 1))],
  ['accept after cancel', 'done av 1802', () => fails('acceptInvite', 10010, ({ ilive }) => ilive.av.acceptInvite('3'))],
  ['refuse an unknown one', 'done av 1803', () => fails('refuseInvite', 10010, ({ ilive }) => ilive.av.refuseInvite('3'))],
  ['take back an unknown one', 'done av 10010', () => fails('cancelInvite', 10010, ({ ilive }) => ilive.av.cancelInvite('3'))],
  [
    'accept while refusing',
    'return av 1002',
    async () => {
      const world = await loggedIn();
      world.held.add('refuseInvite');
      world.begin(world.ilive.av.refuseInvite('3'));
      return world.end(world.ilive.av.acceptInvite('3'));
    },
  ],
  ['a call that nobody answers for', 'done call 101', () => silence('makeCall', ({ ilive }) => ilive.calls.make('bob'))],
  [
    'push, which the server does not have',
    'done av 10007',
    async () => {
      const world = await inRoom();
      world.refuse('push', 'av', 10007, 'unknown_command');
      return world.end(world.ilive.push(true));
    },
  ],
  [
    'a call that ends while it is accepted',
    'done call 1',
    async () => {
      const world = await ringing(1n);
      world.held.add('acceptCall');
      const accepted = world.begin(world.ilive.calls.accept('1'));
      await world.settle();
      world.server.event({ case: 'callEnded', value: { callId: 1n, result: 1 } });
      await world.settle();
      return accepted.now;
    },
  ],
  [
    'make a call, and end the present one',
    'done ilive 0',
    async () => {
      const world = await loggedIn();
      await world.done(world.ilive.calls.make('bob'));
      return world.end(world.ilive.calls.make('cem', { endCurrent: true }));
    },
  ],
  [
    "the old one's pending request",
    'done ilive 8007',
    async () => {
      const world = await loggedIn();
      world.held.add('makeCall');
      const old = world.begin(world.ilive.calls.make('bob'));
      world.begin(world.ilive.calls.make('cem', { endCurrent: true }));
      await world.settle();
      return old.now;
    },
  ],
  ['call oneself', 'return ilive 8021', () => after(loggedIn(), ({ ilive }) => ilive.calls.make('ann'))],
  ['end a call that rings here', 'return ilive 8008', () => after(ringing(1n), ({ ilive }) => ilive.calls.end('1'))],
  ['reject it', 'done ilive 0', () => after(ringing(1n), ({ ilive }) => ilive.calls.reject('1'))],
  [
    'reject it twice',
    'return ilive 8003',
    async () => {
      const world = await ringing(1n);
      await world.done(world.ilive.calls.reject('1'));
      return world.end(world.ilive.calls.reject('1'));
    },
  ],
];
