import { IliveError } from '../../src/errors.js';
import type { AvEnterOptions } from '../../src/types/layers.js';
import type { Picture } from '../../src/types/ids.js';
import { AUDIENCE, World, inRoom, loggedIn, messaging, type Case } from './world.js';

const SECOND = 1_000;
const ROLES = [{ name: 'Guest', type: 'audience' }] as const;

async function after(ready: Promise<World>, call: (world: World) => Promise<unknown>): Promise<string> {
  const world = await ready;
  return world.end(call(world));
}

const enter = ({ ilive }: World, more: Partial<AvEnterOptions> = {}) => ilive.av.enterRoom({ room: 1, ...more });

/** A call while an entry is on its way. */
async function whileEntering(call: (world: World) => Promise<unknown>): Promise<string> {
  const world = await loggedIn();
  world.held.add('roomEnter');
  world.begin(enter(world));
  return world.end(call(world));
}

/** A call while the context starts. */
async function whileStarting(call: (world: World) => Promise<unknown>): Promise<string> {
  const world = await messaging();
  world.held.add('resolve');
  world.begin(world.ilive.av.startContext());
  return world.end(call(world));
}

/** In a room where member 5 sends sound, and 6 a picture too. */
async function withSenders(): Promise<World> {
  const world = await inRoom();
  const sender = (tinyId: bigint, sources: number[]) => ({ tinyId, uplinks: sources.map((source) => ({ source, kind: 1 })) });
  world.server.event({ case: 'memberChanged', value: { member: sender(5n, [1]), version: 2n } });
  world.server.event({ case: 'memberChanged', value: { member: sender(6n, [1, 2]), version: 3n } });
  await world.settle();
  return world;
}

const view = ({ ilive }: World, tinyId: string, source: Picture = 'main') => ilive.av.requestViews([tinyId], [{ source }]);

async function startFails(code: number, subReason: string): Promise<string> {
  const world = await messaging();
  world.refuse('resolve', 'im', code, subReason);
  const ended = await world.end(world.ilive.av.startContext());
  world.said.clear();
  await world.done(world.ilive.av.startContext());
  return ended;
}

async function startUnanswered(meanwhile: (world: World) => Promise<void>): Promise<string> {
  const world = await messaging();
  world.held.add('resolve');
  const start = world.begin(world.ilive.av.startContext());
  await meanwhile(world);
  return start.now;
}

async function entryUnanswered(kind: 'roomLocate' | 'roomEnter', path: World['path'] = 'connected'): Promise<string> {
  const world = await loggedIn();
  world.path = path;
  if (path !== null) world.held.add(kind);
  const entry = world.begin(enter(world));
  await world.passAlive(31 * SECOND);
  return entry.now;
}

async function unnamed(fails: boolean): Promise<string> {
  const world = await inRoom();
  if (fails) world.refuse('resolve', 'im', 10_023, 'throttled');
  world.server.event({ case: 'memberChanged', value: { member: { tinyId: 5n, uplinks: [{ source: 2, kind: 2 }] }, version: 2n } });
  await world.settle();
  return fails ? world.event('on_warning') : world.event('on_endpoint');
}

async function putOut(code: number): Promise<string> {
  const world = await inRoom();
  world.server.event({ case: 'roomDisconnected', value: { room: { id: { case: 'number', value: 1 } }, error: { module: 'av', code } } });
  await world.settle();
  return world.event('on_room_disconnect');
}

export const AV: readonly Case[] = [
  // 1
  ['an unknown role in strict mode', 'return av 1', () => after(loggedIn({ strictRoles: true, served: ROLES }), ({ ilive }) => ilive.joinRoom(1, { ...AUDIENCE, role: { name: 'nope' } }))],
  ['a known role in strict mode', 'done ilive 0', () => after(loggedIn({ strictRoles: true, served: ROLES }), ({ ilive }) => ilive.joinRoom(1, { ...AUDIENCE, role: { name: 'Guest' } }))],
  ['an unknown role of those known without asking', 'return av 1', () => after(loggedIn({ strictRoles: true, roles: ROLES }), ({ ilive }) => ilive.joinRoom(1, { ...AUDIENCE, role: { name: 'nope' } }))],
  ['an unknown role', 'done ilive 0', () => after(loggedIn({ served: ROLES }), ({ ilive }) => ilive.joinRoom(1, { ...AUDIENCE, role: { name: 'nope' } }))],
  ['a browser without what media need', 'done av 1', () => after(messaging({ hasMedia: false }), ({ ilive }) => ilive.av.startContext())],
  [
    'dtls fails at the AV layer',
    'done av 1',
    async () => {
      const world = await loggedIn();
      world.path = 'dtls';
      return world.end(enter(world));
    },
  ],
  [
    'the answer cannot be taken',
    'done av 1',
    async () => {
      const world = await loggedIn();
      world.said.set('roomEnter', { case: 'roomEnter', value: { answerSdp: 'broken', tinyId: 1n } });
      return world.end(enter(world));
    },
  ],
  // 1001, 1002, 1003
  ['enter twice', 'return av 1001', () => whileEntering((world) => enter(world))],
  ['exit while entering', 'return av 1002', () => whileEntering(({ ilive }) => ilive.av.exitRoom())],
  ['start twice', 'return av 1001', () => whileStarting(({ ilive }) => ilive.av.startContext())],
  ['stop while starting', 'return av 1002', () => whileStarting(({ ilive }) => ilive.av.stopContext())],
  [
    'request views twice',
    'return av 1001',
    async () => {
      const world = await withSenders();
      world.held.add('setViews');
      world.begin(view(world, '6'));
      return world.end(view(world, '6'));
    },
  ],
  [
    'cancel views while requesting',
    'return av 1002',
    async () => {
      const world = await withSenders();
      world.held.add('setViews');
      world.begin(view(world, '6'));
      return world.end(world.ilive.av.cancelViews());
    },
  ],
  ['start a started context', 'return av 1003', () => after(loggedIn(), ({ ilive }) => ilive.av.startContext())],
  ['stop a stopped one', 'return av 1003', () => after(messaging(), ({ ilive }) => ilive.av.stopContext())],
  ['enter while in a room', 'return av 1003', () => after(inRoom(), (world) => enter(world, { room: 2 }))],
  ['exit out of a room', 'return av 1003', () => after(loggedIn(), ({ ilive }) => ilive.av.exitRoom())],
  [
    'exit, and enter again',
    'done ilive 0',
    async () => {
      const world = await inRoom();
      await world.done(world.ilive.av.exitRoom());
      return world.end(enter(world));
    },
  ],
  ['create a context beside one', 'return av 1003', () => after(messaging(), ({ ilive }) => ilive.av.createContext())],
  ['the role that is had', 'return av 1003', () => after(inRoom(), ({ ilive }) => ilive.av.changeRole(''))],
  // 1004
  ['lists of unequal length', 'return av 1004', () => after(withSenders(), ({ ilive }) => ilive.av.requestViews(['6'], [{ source: 'main' }, { source: 'main' }]))],
  ['a view of sound', 'return av 1004', () => after(withSenders(), (world) => view(world, '6', 'audio' as never))],
  ['nothing to see', 'return av 1004', () => after(withSenders(), ({ ilive }) => ilive.av.requestViews([], []))],
  ['room 0 at the AV layer', 'return av 1004', () => after(loggedIn(), (world) => enter(world, { room: 0 }))],
  ['the same before start', 'return av 1101', () => after(messaging(), (world) => enter(world, { room: 0 }))],
  // 1005
  [
    'a view that nobody answers',
    'done av 1005',
    async () => {
      const world = await withSenders();
      world.held.add('setViews');
      const asked = world.begin(view(world, '6'));
      await world.passAlive(30 * SECOND);
      return asked.now;
    },
  ],
  ['an entry that is not answered', 'done av 1005', () => entryUnanswered('roomEnter')],
  [
    'a seat that is lost with the session',
    'event av 1005',
    async () => {
      const world = await inRoom();
      world.cut();
      await world.pass(31 * SECOND);
      return world.event('on_room_disconnect');
    },
  ],
  // 1006
  ['a room of two', 'return av 1006', () => after(loggedIn(), (world) => enter(world, { type: 'pair' }))],
  ['a room of two, in a room', 'return av 1003', () => after(inRoom(), (world) => enter(world, { type: 'pair' }))],
  // 1101, 1102
  ['enter before start', 'return av 1101', () => after(messaging(), (world) => enter(world))],
  [
    'a destroyed context',
    'return av 1101',
    async () => {
      const world = await messaging();
      await world.done(world.ilive.av.destroyContext());
      return world.end(world.ilive.av.startContext());
    },
  ],
  [
    'one that is made again',
    'done ilive 0',
    async () => {
      const world = await messaging();
      await world.done(world.ilive.av.destroyContext());
      await world.done(world.ilive.av.createContext());
      return world.end(world.ilive.av.startContext());
    },
  ],
  ['destroy while started', 'return av 1102', () => after(loggedIn(), ({ ilive }) => ilive.av.destroyContext())],
  ['destroy while starting', 'return av 1102', () => whileStarting(({ ilive }) => ilive.av.destroyContext())],
  // 1201, 1202
  ['a view out of a room', 'return av 1201', () => after(loggedIn(), (world) => view(world, '6'))],
  ['a view without a context', 'return av 1101', () => after(messaging(), (world) => view(world, '6'))],
  ['a role out of a room', 'return av 1201', () => after(loggedIn(), ({ ilive }) => ilive.av.changeRole('guest'))],
  ['stop in a room', 'return av 1202', () => after(inRoom(), ({ ilive }) => ilive.av.stopContext())],
  [
    'stop out of it',
    'done ilive 0',
    async () => {
      const world = await inRoom();
      await world.done(world.ilive.av.exitRoom());
      return world.end(world.ilive.av.stopContext());
    },
  ],
  ['a device test in a room', 'return av 1202', () => after(inRoom(), ({ ilive }) => ilive.av.devices.startTest())],
  ['a device test while entering', 'return av 1202', () => whileEntering(({ ilive }) => ilive.av.devices.startTest())],
  ['the stage out of a room', 'return av 1201', () => after(loggedIn(), ({ ilive }) => ilive.stageRequest())],
  // 1401, 1402
  ['the endpoint of a silent viewer', 'return av 1401', () => after(withSenders(), ({ ilive }) => ilive.av.endpoint('7', 'audio'))],
  ['the picture of an audio-only member', 'return av 1402', () => after(withSenders(), (world) => view(world, '5'))],
  ['the picture of one who sends it', 'done ilive 0', () => after(withSenders(), (world) => view(world, '6'))],
  ['his other picture', 'return av 1402', () => after(withSenders(), (world) => view(world, '6', 'aux'))],
  ['show it at the façade', 'return av 1402', () => after(withSenders(), ({ ilive }) => ilive.show([{ element: {} as HTMLVideoElement, userId: 'user5' }]))],
  [
    'one who has gone',
    'return av 1401',
    async () => {
      const world = await withSenders();
      world.server.event({ case: 'memberGone', value: { tinyId: 6n, version: 4n } });
      return world.end(view(world, '6'));
    },
  ],
  // 1501, 1502, 6999, 7000
  ['a member that cannot be named', 'event av 1501', () => unnamed(true)],
  ['a member that can', 'event', () => unnamed(false)],
  ['start without a login', 'done av 1502', () => after(Promise.resolve(new World()), ({ ilive }) => ilive.av.startContext())],
  [
    'start while the link is down',
    'done av 1502',
    async () => {
      const world = await messaging();
      world.cut();
      await world.settle();
      return world.end(world.ilive.av.startContext());
    },
  ],
  [
    'a link that is lost while waiting',
    'done av 7000',
    () =>
      startUnanswered(async (world) => {
        world.cut();
        await world.pass(10 * SECOND);
      }),
  ],
  ['messaging does not know the own id', 'done av 1502', () => startFails(70_107, 'unknown_id')],
  ['messaging answers with an error', 'done av 6999', () => startFails(10_023, 'throttled')],
  ['messaging is silent', 'done av 7000', () => startUnanswered((world) => world.passAlive(10 * SECOND))],
  ['messaging is silent for a little less', 'none', () => startUnanswered((world) => world.passAlive(9_999))],
  [
    'the façade logs in, and messaging is silent',
    'done av 7000',
    async () => {
      const world = new World();
      world.held.add('resolve');
      const login = world.begin(world.login());
      await world.passAlive(11 * SECOND);
      if (world.ilive.av.contextState !== 'CONTEXT_STATE_STOPPED') throw new Error('it hangs');
      world.held.clear();
      await world.pass(2 * SECOND);
      await world.done(world.login());
      return login.now;
    },
  ],
  // the server's, found here
  ['no address for the room', 'done av 10004', () => entryUnanswered('roomLocate')],
  [
    "another node's address",
    'done av 10004',
    async () => {
      const world = await loggedIn();
      world.said.set('roomLocate', { case: 'roomLocate', value: { url: 'https://b' } });
      return world.end(enter(world));
    },
  ],
  ['no way for the media', 'done av 10005', () => entryUnanswered('roomEnter', null)],
  [
    'no longer listed',
    'done av 10006',
    async () => {
      const world = await withSenders();
      world.refuse('setViews', 'av', 10006, 'not_in_room');
      return world.end(view(world, '6'));
    },
  ],
  ['put out by the host', 'event av 10003', () => putOut(10003)],
];

/** The error that is nested in 6999. */
export async function nested(): Promise<unknown> {
  const world = await messaging();
  world.refuse('resolve', 'im', 10_023, 'throttled');
  const outcome = world.begin(world.ilive.av.startContext());
  await world.settle();
  return outcome.error instanceof IliveError ? outcome.error.cause : undefined;
}
