import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DeviceControl, DeviceKind } from '../../src/types/devices.js';
import { i420 } from './frames.js';
import { AUDIENCE, World, hosting, inRoom, loggedIn, messaging, text } from './world.js';

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
  vi.stubGlobal('devicePixelRatio', 1);
  vi.stubGlobal('ResizeObserver', class {
    observe(): void {}
    unobserve(): void {}
    disconnect(): void {}
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

type Call = (world: World) => Promise<unknown>;

const KINDS: readonly DeviceKind[] = ['camera', 'external_main', 'external_aux', 'microphone', 'player', 'screen', 'system_sound', 'media_file'];

function deviceCalls(layer: string, of: (world: World) => DeviceControl): [string, Call][] {
  const each = KINDS.flatMap((kind): [string, Call][] => [
    [`${layer} list ${kind}`, (world) => of(world).list(kind)],
    [`${layer} open ${kind}`, (world) => of(world).open(kind, kind === 'media_file' ? { file: 'film.mp4' } : {})],
    [`${layer} close ${kind}`, (world) => of(world).close(kind)],
    [`${layer} mute ${kind}`, (world) => of(world).mute(kind, true)],
    [`${layer} volume ${kind}`, (world) => of(world).setVolume(kind, 50)],
    [`${layer} fill ${kind}`, (world) => of(world).fill(kind, i420(320, 240))],
    [`${layer} open in test ${kind}`, (world) => of(world).openInTest(kind)],
    [`${layer} close in test ${kind}`, (world) => of(world).closeInTest(kind)],
  ]);
  return [
    ...each,
    [`${layer} area`, (world) => of(world).setArea({ left: 0, top: 0, right: 1, bottom: 1 })],
    [`${layer} file`, (world) => of(world).controlFile('pause')],
    [`${layer} tap`, (world) => of(world).tapAudio(0, true)],
    [`${layer} custom`, (world) => of(world).sendCustom(new Uint8Array(1))],
    [`${layer} start test`, (world) => of(world).startTest()],
    [`${layer} stop test`, (world) => of(world).stopTest()],
  ];
}

const CALLS: readonly [string, Call][] = [
  ['login', (world) => world.login()],
  ['login of another', (world) => world.login('bob')],
  ['logout', ({ ilive }) => ilive.logout()],
  ['release', ({ ilive }) => ilive.release()],
  ['renew', ({ ilive }) => ilive.renewTicket('sig')],
  ['create', ({ ilive }) => ilive.createRoom(2, { title: '' })],
  ['join', ({ ilive }) => ilive.joinRoom(2, AUDIENCE)],
  ['switch', ({ ilive }) => ilive.switchRoom(2, AUDIENCE)],
  ['quit', ({ ilive }) => ilive.quitRoom()],
  ['quit what is pending', ({ ilive }) => ilive.quitRoom({ cancelPending: true })],
  ['role', ({ ilive }) => ilive.changeRole('cohost')],
  ['link', ({ ilive }) => ilive.linkRoom({ room: 2, userId: 'bob' })],
  ['unlink', ({ ilive }) => ilive.unlinkRoom()],
  ['push', ({ ilive }) => ilive.push(true)],
  ['record', ({ ilive }) => ilive.record(true)],
  ['show', ({ ilive }) => ilive.show([{ element: {} as HTMLVideoElement, userId: 'bob' }])],
  ['hide', ({ ilive }) => ilive.hideAll()],
  ['message', ({ ilive }) => ilive.sendC2c('bob', text('hi'))],
  ['group message', ({ ilive }) => ilive.sendGroup(text('hi'))],
  ['hand', ({ ilive }) => ilive.stageRequest()],
  ['answer', ({ ilive }) => ilive.stageAnswer({ userId: 'bob' }, true)],
  ['off stage', ({ ilive }) => ilive.stageLeave()],
  ['mute', ({ ilive }) => ilive.muteMember({ userId: 'bob' }, 'audio')],
  ['kick', ({ ilive }) => ilive.kickMember({ userId: 'bob' })],
  ['end', ({ ilive }) => ilive.endRoom()],
  ['call', ({ ilive }) => ilive.calls.make('bob')],
  ['call and end the other', ({ ilive }) => ilive.calls.make('bob', { endCurrent: true })],
  ['accept', ({ ilive }) => ilive.calls.accept('7')],
  ['reject', ({ ilive }) => ilive.calls.reject('7')],
  ['hang up', ({ ilive }) => ilive.calls.end('7')],
  ['av create', ({ ilive }) => ilive.av.createContext()],
  ['av start', ({ ilive }) => ilive.av.startContext()],
  ['av stop', ({ ilive }) => ilive.av.stopContext()],
  ['av destroy', ({ ilive }) => ilive.av.destroyContext()],
  ['av enter', ({ ilive }) => ilive.av.enterRoom({ room: 2 })],
  ['av exit', ({ ilive }) => ilive.av.exitRoom()],
  ['av switch', ({ ilive }) => ilive.av.switchRoom({ room: 2 })],
  ['av role', ({ ilive }) => ilive.av.changeRole('Guest')],
  ['av views', ({ ilive }) => ilive.av.requestViews(['5'], [{ source: 'main' }])],
  ['av cancel', ({ ilive }) => ilive.av.cancelViews()],
  ['av endpoint', ({ ilive }) => ilive.av.endpoint('5', 'main')],
  ['av invite', ({ ilive }) => ilive.av.invite('bob', 1)],
  ['av accept', ({ ilive }) => ilive.av.acceptInvite('7')],
  ['av refuse', ({ ilive }) => ilive.av.refuseInvite('7')],
  ['av take back', ({ ilive }) => ilive.av.cancelInvite('7')],
  ['im login', (world) => world.imLogin()],
  ['im logout', ({ ilive }) => ilive.im.logout()],
  ['im send', ({ ilive }) => ilive.im.send({ userId: 'bob' }, text('hi'))],
  ['im read', ({ ilive }) => ilive.im.read({ userId: 'bob' })],
  ['im members', ({ ilive }) => ilive.im.members(1)],
  ['im resolve', ({ ilive }) => ilive.im.resolve(['bob'])],
  ...deviceCalls('façade', ({ ilive }) => ilive.devices),
  ...deviceCalls('av', ({ ilive }) => ilive.av.devices),
];

async function released(): Promise<World> {
  const world = new World();
  await world.done(world.ilive.release());
  return world;
}

async function destroyed(): Promise<World> {
  const world = await messaging();
  await world.done(world.ilive.av.destroyContext());
  return world;
}

async function testing(): Promise<World> {
  const world = await loggedIn();
  await world.done(world.ilive.devices.startTest());
  return world;
}

/** On the way into a room, which the server does not answer. */
async function entering(): Promise<World> {
  const world = await loggedIn();
  world.held.add('roomEnter');
  world.begin(world.ilive.joinRoom(1, AUDIENCE));
  await world.settle();
  return world;
}

async function away(): Promise<World> {
  const world = await inRoom();
  world.cut();
  await world.settle();
  return world;
}

const STATES: readonly [string, () => Promise<World>][] = [
  ['before login', async () => new World()],
  ['released', released],
  ['logged in to messaging', messaging],
  ['its context destroyed', destroyed],
  ['logged in', () => loggedIn()],
  ['in a device test', testing],
  ['entering', entering],
  ['in a room', () => inRoom()],
  ['hosting', () => hosting()],
  ['in a room, the link lost', away],
];

function standing({ ilive }: World): unknown {
  return [ilive.av.contextState, ilive.av.roomState, ilive.av.testState, ilive.client?.userId, [...ilive.calls.current]];
}

describe.each(STATES)('%s', (_, ready) => {
  it('every call has one answer, and one that is refused changes nothing', async () => {
    const wrong: string[] = [];
    for (const [about, call] of CALLS) {
      const world = await ready();
      const before = standing(world);
      const outcome = world.begin(call(world));
      await world.settle();
      if (outcome.now.startsWith('return')) {
        if (JSON.stringify(standing(world)) !== JSON.stringify(before)) wrong.push(`${about}: refused with ${outcome.now}, and something has changed`);
        if (outcome.error?.traceId === '') wrong.push(`${about}: no trace`);
      }
      // Messages wait for the link, however long; everything else has its deadline.
      if (outcome.now === 'none') await world.passAlive(45_000);
      const waits = about.includes('message') || about === 'im send';
      if (outcome.now === 'none' && !waits) wrong.push(`${about}: no answer`);
      vi.clearAllTimers();
      if (/ (8020|undefined)$/.test(outcome.now)) wrong.push(`${about}: ${outcome.now} ${outcome.error?.message}`);
    }
    expect(wrong).toEqual([]);
  }, 60_000);
});
