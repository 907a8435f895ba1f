import { IliveError } from '../../src/errors.js';
import type { PixelFrame } from './frames.js';
import { i420 } from './frames.js';
import { AUDIENCE, World, hosting, inRoom, loggedIn, text, type Case, type WorldOptions } from './world.js';

const SECOND = 1_000;

/** A call while an entry is on its way, made `after` that. */
async function whileEntering(after: number, call: (world: World) => Promise<unknown>): Promise<string> {
  const world = await loggedIn();
  world.held.add('roomLocate');
  world.begin(world.ilive.joinRoom(1, AUDIENCE));
  await world.pass(after);
  return world.end(call(world));
}

async function entered(by: World['path'], more: Partial<typeof AUDIENCE> = {}): Promise<string> {
  const world = await loggedIn();
  world.path = by;
  return world.end(world.ilive.joinRoom(1, { ...AUDIENCE, ...more }));
}

async function entryRefused(code: number, subReason = ''): Promise<string> {
  const world = await loggedIn();
  world.refuse('roomEnter', 'av', code, subReason);
  return world.end(world.ilive.joinRoom(1, AUDIENCE));
}

async function loginEnds(bringAbout: (world: World) => void): Promise<string> {
  const world = new World();
  bringAbout(world);
  const outcome = world.begin(world.login());
  await world.pass(40 * SECOND);
  return outcome.now;
}

async function sessionEnds(code: number): Promise<string> {
  const world = await loggedIn();
  world.server.event({ case: 'sessionEnded', value: { error: { module: 'ilive', code } } });
  await world.settle();
  return world.event('on_forced_offline');
}

async function out(call: (world: World) => Promise<unknown>, options?: WorldOptions): Promise<string> {
  const world = new World(options);
  return world.end(call(world));
}

async function after(ready: Promise<World>, call: (world: World) => Promise<unknown>): Promise<string> {
  const world = await ready;
  return world.end(call(world));
}

/** What a method that throws at once says. */
function thrown(call: () => void): string {
  try {
    call();
    return 'done ilive 0';
  } catch (error) {
    const { delivery, module, code } = error as IliveError;
    return `${delivery} ${module} ${code}`;
  }
}

async function capturing(): Promise<World> {
  const world = await inRoom();
  await world.done(world.ilive.devices.open('external_main'));
  return world;
}

const link = (room: number, userId = 'bob') => ({ room, userId });
const ignored = (): void => undefined;

export const FACADE: readonly Case[] = [
  ['create a room', 'done ilive 0', () => after(loggedIn(), ({ ilive }) => ilive.createRoom(1, { title: '' }))],
  ['quit out of a room', 'done ilive 0', () => after(loggedIn(), ({ ilive }) => ilive.quitRoom())],
  // 8001
  ['a group message without messaging', 'return ilive 8001', () => after(loggedIn({ imSupport: false }), ({ ilive }) => ilive.sendGroup(text('hi')))],
  ['a call without messaging', 'return ilive 8001', () => after(loggedIn({ imSupport: false }), ({ ilive }) => ilive.calls.make('bob'))],
  ['the same, empty', 'return ilive 8005', () => after(loggedIn({ imSupport: false }), ({ ilive }) => ilive.sendGroup([]))],
  ['a room without messaging', 'done ilive 0', () => after(loggedIn({ imSupport: false }), ({ ilive }) => ilive.joinRoom(1, { role: 'audience' }))],
  ['messaging, and no login', 'return ilive 8009', () => out(({ ilive }) => ilive.sendGroup(text('hi')))],
  // 8002
  ['join before login', 'return ilive 8002', () => out(({ ilive }) => ilive.joinRoom(1, AUDIENCE))],
  [
    'join while the context is stopped',
    'return ilive 8002',
    async () => {
      const world = await loggedIn();
      await world.done(world.ilive.av.stopContext());
      return world.end(world.ilive.joinRoom(1, AUDIENCE));
    },
  ],
  ['the same with raw codes', 'return av 1101', () => out(({ ilive }) => ilive.joinRoom(1, AUDIENCE), { rawCodes: true })],
  ['join room 0 before login', 'return ilive 8021', () => out(({ ilive }) => ilive.joinRoom(0, AUDIENCE))],
  ['a call on a released object', 'return ilive 8002', () => after(released(), ({ ilive }) => ilive.joinRoom(0, AUDIENCE))],
  [
    'login starts a stopped context again',
    'done ilive 0',
    async () => {
      const world = await loggedIn();
      await world.done(world.ilive.av.stopContext());
      return world.end(world.login());
    },
  ],
  // 8003
  ['link out of a room', 'return ilive 8003', () => after(loggedIn(), ({ ilive }) => ilive.linkRoom(link(2)))],
  ['switch out of a room', 'return ilive 8003', () => after(loggedIn(), ({ ilive }) => ilive.switchRoom(2, AUDIENCE))],
  ['a role out of a room', 'return ilive 8003', () => after(loggedIn(), ({ ilive }) => ilive.changeRole('host'))],
  ['a group message out of a room', 'return ilive 8003', () => after(loggedIn(), ({ ilive }) => ilive.sendGroup(text('hi')))],
  ['push out of a room', 'return ilive 8003', () => after(loggedIn(), ({ ilive }) => ilive.push(true))],
  ['push before login', 'return ilive 8009', () => out(({ ilive }) => ilive.push(true))],
  ['reject an unknown call', 'return ilive 8003', () => after(loggedIn(), ({ ilive }) => ilive.calls.reject('999'))],
  ['accept an unknown call', 'return call 100', () => after(loggedIn(), ({ ilive }) => ilive.calls.accept('999'))],
  ['end an unknown call', 'return call 100', () => after(loggedIn(), ({ ilive }) => ilive.calls.end('999'))],
  // 8004
  ['the same handler twice', 'return ilive 8004', async () => thrown(() => twice(new World()))],
  ['another handler', 'done ilive 0', async () => thrown(() => new World().ilive.addEventHandler(ignored))],
  ['login of another user', 'return ilive 8004', () => after(loggedIn(), (world) => world.login('bob'))],
  ['a link that there is', 'return ilive 8004', () => after(linked(), ({ ilive }) => ilive.linkRoom(link(2)))],
  [
    'the same link after unlinking',
    'done ilive 0',
    async () => {
      const world = await linked();
      await world.done(world.ilive.unlinkRoom());
      return world.end(world.ilive.linkRoom(link(2)));
    },
  ],
  [
    'the same link in another stay',
    'done ilive 0',
    async () => {
      const world = await linked();
      await world.done(world.ilive.quitRoom());
      await world.done(world.ilive.joinRoom(1, AUDIENCE));
      return world.end(world.ilive.linkRoom(link(2)));
    },
  ],
  // 8005
  ['no handler', 'return ilive 8005', async () => thrown(() => new World().ilive.addEventHandler(null as never))],
  ['nothing to show', 'return ilive 8005', () => after(inRoom(), ({ ilive }) => ilive.show([]))],
  ['no element', 'return ilive 8005', () => after(inRoom(), ({ ilive }) => ilive.show([{ element: null as never, userId: 'bob' }]))],
  ['no option', 'return ilive 8021', () => after(loggedIn(), ({ ilive }) => ilive.joinRoom(1, null as never))],
  // 8006
  ['dtls fails while entering', 'done ilive 8006', () => entered('dtls')],
  ['ice fails while entering', 'done av 10005', () => entered('ice')],
  ['an entry ends in a number that is none of the 58', 'done ilive 8006', () => entryRefused(71)],
  ['an entry ends in one of the 58', 'done av 10009', () => entryRefused(10_009, 'room_not_exist')],
  // 8007
  [
    'quit what is pending',
    'done ilive 8007',
    async () => {
      const world = await loggedIn();
      world.held.add('roomEnter');
      const entry = world.begin(world.ilive.joinRoom(1, AUDIENCE));
      await world.settle();
      await world.done(world.ilive.quitRoom({ cancelPending: true }));
      return entry.now;
    },
  ],
  [
    'join again after that',
    'done ilive 0',
    async () => {
      const world = await loggedIn();
      world.held.add('roomEnter');
      world.begin(world.ilive.joinRoom(1, AUDIENCE));
      await world.done(world.ilive.quitRoom({ cancelPending: true }));
      world.held.clear();
      return world.end(world.ilive.joinRoom(1, AUDIENCE));
    },
  ],
  ['quit while something is pending', 'return ilive 8011', () => whileEntering(1, ({ ilive }) => ilive.quitRoom())],
  [
    'a signal that says so',
    'done ilive 8007',
    async () => {
      const world = await loggedIn();
      world.held.add('roomEnter');
      const control = new AbortController();
      const entry = world.begin(world.ilive.joinRoom(1, { ...AUDIENCE, signal: control.signal }));
      await world.settle();
      control.abort();
      await world.settle();
      return entry.now;
    },
  ],
  [
    'close a camera that is opening',
    'done ilive 8007',
    async () => {
      const world = await inRoom();
      world.held.add('setUplink');
      const open = world.begin(world.ilive.devices.open('camera'));
      await world.settle();
      world.held.clear();
      await world.done(world.ilive.devices.close('camera'));
      return open.now;
    },
  ],
  // 8008
  [
    'accept a second call',
    'return ilive 8008',
    async () => {
      const world = await ringing(1n, 2n);
      await world.done(world.ilive.calls.accept('1'));
      return world.end(world.ilive.calls.accept('2'));
    },
  ],
  [
    'accept it once the first is over',
    'done ilive 0',
    async () => {
      const world = await ringing(1n, 2n);
      await world.done(world.ilive.calls.accept('1'));
      await world.done(world.ilive.calls.end('1'));
      return world.end(world.ilive.calls.accept('2'));
    },
  ],
  [
    'make a call in a call',
    'return ilive 8008',
    async () => {
      const world = await loggedIn();
      await world.done(world.ilive.calls.make('bob'));
      return world.end(world.ilive.calls.make('cem'));
    },
  ],
  ['a volume on a closed device is no call state', 'return av 1301', () => after(inRoom(), ({ ilive }) => ilive.devices.setVolume('microphone', 50))],
  // 8009
  ['logout before login', 'return ilive 8009', () => out(({ ilive }) => ilive.logout())],
  [
    'logout while logging in',
    'done ilive 8007',
    async () => {
      const world = new World();
      world.held.add('login');
      const login = world.begin(world.login());
      await world.settle();
      world.begin(world.ilive.logout());
      await world.settle();
      return login.now;
    },
  ],
  ['a speed test before login', 'return ilive 8009', () => out(({ ilive }) => ilive.speedTest())],
  ['a device test before login', 'return ilive 8009', () => out(({ ilive }) => ilive.devices.startTest())],
  // 8010
  ['create in another room', 'return ilive 8010', () => after(inRoom(), ({ ilive }) => ilive.createRoom(2, { title: '' }))],
  ['join the same room', 'return ilive 8024', () => after(inRoom(), ({ ilive }) => ilive.joinRoom(1, AUDIENCE))],
  ['the same with raw codes', 'return av 1003', () => after(inRoom({ rawCodes: true }), ({ ilive }) => ilive.joinRoom(2, AUDIENCE))],
  // 8011
  ['join twice at once', 'return ilive 8011', () => whileEntering(1, ({ ilive }) => ilive.joinRoom(1, AUDIENCE))],
  ['join twice, the first just under 2 s ago', 'return ilive 8011', () => whileEntering(1_999, ({ ilive }) => ilive.joinRoom(1, AUDIENCE))],
  ['join twice, the first 2 s ago', 'return av 1001', () => whileEntering(2_000, ({ ilive }) => ilive.joinRoom(1, AUDIENCE))],
  ['create beside a join of 2 s ago', 'return av 1001', () => whileEntering(2_000, ({ ilive }) => ilive.createRoom(1, { title: '' }))],
  ['switch beside a join of 2 s ago', 'return av 1002', () => whileEntering(2_000, ({ ilive }) => ilive.switchRoom(2, AUDIENCE))],
  [
    'login twice at once',
    'return ilive 8011',
    async () => {
      const world = new World();
      world.begin(world.login());
      return world.end(world.login());
    },
  ],
  // 8012
  ['nobody is there at login', 'done ilive 8012', () => loginEnds((world) => ((world.server.verdict = { kind: 'unreachable' }), refuseDials(world)))],
  ['a server that is there and silent', 'done av 1005', () => loginEnds((world) => world.held.add('login'))],
  ['an origin that is not served', 'done av 10003', () => loginEnds((world) => ((world.server.verdict = { kind: 'origin_refused' }), refuseDials(world)))],
  ['a link that stays lost for 5 s', 'event ilive 8012', () => lostFor(5 * SECOND)],
  ['one that comes back before', 'none', () => lostFor(4 * SECOND)],
  // 8021
  ['create without an option', 'return ilive 8021', () => after(loggedIn(), ({ ilive }) => ilive.createRoom(1, undefined as never))],
  ['create without the CREATE bit', 'return ilive 8021', () => after(loggedIn(), ({ ilive }) => ilive.createRoom(1, { title: '', rights: 0xfe }))],
  ['join with the same rights', 'done ilive 0', () => after(loggedIn(), ({ ilive }) => ilive.joinRoom(1, { ...AUDIENCE, rights: 0xfe }))],
  ['room 4294967295', 'return ilive 8021', () => after(loggedIn(), ({ ilive }) => ilive.joinRoom(4_294_967_295, AUDIENCE))],
  ['room 4294967294', 'done ilive 0', () => after(loggedIn(), ({ ilive }) => ilive.joinRoom(4_294_967_294, AUDIENCE))],
  ['a message over the limit', 'return ilive 8021', () => after(inRoom(), ({ ilive }) => ilive.sendGroup(text('x'.repeat(8_899))))],
  ['a message at the limit', 'done ilive 0', () => after(inRoom(), ({ ilive }) => ilive.sendGroup(text('x'.repeat(8_898))))],
  ['a message to a user is longer', 'done ilive 0', () => after(loggedIn(), ({ ilive }) => ilive.sendC2c('bob', text('x'.repeat(12_000))))],
  ['an empty message', 'return ilive 8021', () => after(inRoom(), ({ ilive }) => ilive.sendGroup(text('')))],
  ['a link to the own room', 'return ilive 8021', () => after(inRoom(), ({ ilive }) => ilive.linkRoom(link(1)))],
  ['a link to oneself', 'return ilive 8021', () => after(inRoom(), ({ ilive }) => ilive.linkRoom(link(2, 'ann')))],
  ['an area without width', 'return ilive 8021', () => after(inRoom(), ({ ilive }) => ilive.devices.open('screen', { area: { left: 5, top: 0, right: 5, bottom: 9 } }))],
  ['a volume of 101', 'return ilive 8021', () => after(inRoom(), ({ ilive }) => ilive.devices.setVolume('microphone', 101))],
  ['no app id', 'return ilive 8021', () => out(({ ilive }) => ilive.login({ url: 'http://server', sdkAppId: 0, userSig: 'x' }))],
  // 8022
  ['a handler that was not added', 'return ilive 8022', async () => thrown(() => new World().ilive.removeEventHandler(ignored))],
  // 8023
  ['a host switches', 'return ilive 8023', () => after(hosting(), ({ ilive }) => ilive.switchRoom(2, AUDIENCE))],
  ['a frame in NV21', 'return ilive 8023', () => after(capturing(), ({ ilive }) => ilive.devices.fill('external_main', { ...frame(), format: 'nv21' }))],
  ['an area of the screen', 'return ilive 8023', () => after(inRoom(), ({ ilive }) => ilive.devices.open('screen', { area: { left: 0, top: 0, right: 9, bottom: 9 } }))],
  // 8024
  ['the role that is had', 'return ilive 8024', () => after(hosting(), ({ ilive }) => ilive.changeRole({ name: '' }))],
  ['the same with a key', 'done ilive 0', () => after(hosting(), ({ ilive }) => ilive.changeRole({ name: '' }, { roomKey: 'key' }))],
  ['another role', 'done ilive 0', () => after(hosting(), ({ ilive }) => ilive.changeRole({ name: 'Guest' }))],
  ['login again', 'return ilive 8024', () => after(loggedIn(), (world) => world.login())],
  // 8050, 8051
  ['another login of this user', 'event ilive 8050', () => sessionEnds(8050)],
  [
    'what was pending then',
    'done ilive 8050',
    async () => {
      const world = await loggedIn();
      world.held.add('roomEnter');
      const entry = world.begin(world.ilive.joinRoom(1, AUDIENCE));
      await world.settle();
      world.server.event({ case: 'sessionEnded', value: { error: { module: 'ilive', code: 8050 } } });
      await world.settle();
      return entry.now;
    },
  ],
  [
    'a ticket that has run out at login',
    'done ilive 8051',
    async () => {
      const world = new World();
      world.refuse('login', 'ilive', 8051, 'sig_expired');
      return world.end(world.login());
    },
  ],
  [
    'a ticket that runs out online',
    'event ilive 8051',
    async () => {
      const world = await loggedIn();
      world.server.event({ case: 'ticketExpired', value: { graceMs: 60_000 } });
      return world.event('on_ticket_expired');
    },
  ],
  ['the same, not renewed', 'event ilive 8051', () => sessionEnds(8051)],
  [
    "another user's ticket",
    'done av 10003',
    () => out(({ ilive }) => ilive.login({ url: 'http://server', sdkAppId: 1, userId: 'ann', userSig: 'bob' })),
  ],
  // 8052
  ['something else answers at login', 'done ilive 8052', () => loginEnds((world) => ((world.server.verdict = { kind: 'foreign' }), refuseDials(world)))],
  [
    'the roles cannot be read',
    'event ilive 8052',
    async () => (await loggedIn({ served: new IliveError('ilive', 8052, { subReason: 'bad_answer' }) })).event('on_warning'),
  ],
  [
    'an answer of another kind',
    'done ilive 8052',
    async () => {
      const world = await inRoom();
      world.said.set('changeRole', { case: 'done', value: {} });
      return world.end(world.ilive.changeRole('host'));
    },
  ],
  // 8053
  ['frames faster than they are drawn', 'return ilive 8053', () => flood(3)],
  ['frames as many as may wait', 'done ilive 0', () => flood(2)],
  [
    'an outbox that is full',
    'return ilive 8053',
    async () => {
      const world = await loggedIn({ outbox: 2 });
      world.cut();
      world.begin(world.ilive.sendC2c('bob', text('1')));
      world.begin(world.ilive.sendC2c('bob', text('2')));
      return world.end(world.ilive.sendC2c('bob', text('3')));
    },
  ],
  [
    "another conversation's",
    'none',
    async () => {
      const world = await loggedIn({ outbox: 1 });
      world.cut();
      world.begin(world.ilive.sendC2c('bob', text('1')));
      return world.end(world.ilive.sendC2c('cem', text('1')));
    },
  ],
  [
    'more calls than may wait',
    'return ilive 8053',
    async () => {
      const world = await loggedIn({ inFlight: 2 });
      world.held.add('speedTest');
      world.begin(world.ilive.speedTest());
      world.begin(world.ilive.speedTest());
      return world.end(world.ilive.speedTest());
    },
  ],
  [
    'a message that nobody answers',
    'done im 6012',
    async () => {
      const world = await loggedIn();
      world.held.add('sendMessage');
      const sent = world.begin(world.ilive.sendC2c('bob', text('1')));
      await world.passAlive(31 * SECOND);
      return sent.now;
    },
  ],
  [
    'the same while the link is lost: it waits',
    'done ilive 0',
    async () => {
      const world = await loggedIn();
      world.cut();
      const sent = world.begin(world.ilive.sendC2c('bob', text('1')));
      await world.pass(300 * SECOND);
      world.reachable = true;
      await world.pass(20 * SECOND);
      return sent.now;
    },
  ],
  [
    'show somebody whom this side does not know',
    'done av 10010',
    async () => {
      const world = await inRoom();
      world.refuse('setViews', 'av', 10010, 'member_gone');
      return world.end(world.ilive.show([{ element: {} as HTMLVideoElement, userId: 'nobody' }]));
    },
  ],
  [
    'what is pending at a logout',
    'done ilive 8007',
    async () => {
      const world = await inRoom();
      world.held.add('stageRequest');
      const asked = world.begin(world.ilive.stageRequest());
      await world.done(world.ilive.logout());
      return asked.now;
    },
  ],
];

const frame = (): PixelFrame => i420(320, 240);

function twice({ ilive }: World): void {
  ilive.addEventHandler(ignored);
  ilive.addEventHandler(ignored);
}

function refuseDials(world: World): void {
  world.server.onDial = () => queueMicrotask(() => world.server.cut());
}

async function lostFor(ms: number): Promise<string> {
  const world = await loggedIn();
  world.cut();
  await world.pass(ms - 1);
  world.reachable = true;
  world.server.onDial = () => queueMicrotask(() => world.server.open());
  if (ms >= 5 * SECOND) await world.pass(2);
  else world.ilive.logout().catch(() => undefined);
  return world.event('on_warning');
}

async function released(): Promise<World> {
  const world = await loggedIn();
  await world.done(world.ilive.release());
  return world;
}

async function linked(): Promise<World> {
  const world = await inRoom();
  await world.done(world.ilive.linkRoom(link(2)));
  return world;
}

async function flood(count: number): Promise<string> {
  const world = await capturing();
  const { devices } = world.ilive;
  for (let sent = 1; sent < count; sent += 1) world.begin(devices.fill('external_main', frame()));
  const last = world.begin(devices.fill('external_main', frame()));
  await world.settle();
  return last.now;
}

/** Calls that ring here. */
export async function ringing(...ids: bigint[]): Promise<World> {
  const world = await loggedIn({ autoBusy: false });
  for (const callId of ids) world.server.event({ case: 'callIncoming', value: { callId, userId: 'bob', type: 2 } });
  await world.settle();
  return world;
}
