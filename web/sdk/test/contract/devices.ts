import { IliveError } from '../../src/errors.js';
import type { DeviceKind, OpenOptions } from '../../src/types/devices.js';
import { i420 } from './frames.js';
import { AUDIENCE, World, inRoom, loggedIn, type Case } from './world.js';

async function after(ready: Promise<World>, call: (world: World) => Promise<unknown>): Promise<string> {
  const world = await ready;
  return world.end(call(world));
}

function pick(kind: DeviceKind): OpenOptions {
  return kind === 'media_file' ? { file: 'film.mp4' } : {};
}

/** An open that the device answers so. */
async function openedWith(kind: DeviceKind, module: 'av', code: number, subReason: string): Promise<string> {
  const world = await inRoom({ fault: new IliveError(module, code, { subReason }) });
  return world.end(world.ilive.devices.open(kind, pick(kind)));
}

async function withOpen(kind: DeviceKind): Promise<World> {
  const world = await inRoom();
  await world.done(world.ilive.devices.open(kind, pick(kind)));
  return world;
}

async function testing(): Promise<World> {
  const world = await loggedIn();
  await world.done(world.ilive.av.devices.startTest());
  return world;
}

/** An open that the room refuses so; afterwards it opens. */
async function told(code: number, subReason: string): Promise<string> {
  const world = await inRoom();
  world.refuse('setUplink', 'av', code, subReason);
  const ended = await world.end(world.ilive.devices.open('screen'));
  world.said.clear();
  await world.done(world.ilive.devices.open('screen'));
  return ended;
}

async function opening(kind: DeviceKind, call: (world: World) => Promise<unknown>): Promise<string> {
  const world = await inRoom();
  world.held.add('setUplink');
  world.begin(world.ilive.devices.open(kind));
  return world.end(call(world));
}

const frame = (width: number, height: number) => ({ format: 'rgb24', width, height, data: new Uint8Array(width * height * 3) }) as const;

export const DEVICES: readonly Case[] = [
  ['open a camera twice', 'return av 1003', () => after(withOpen('camera'), ({ ilive }) => ilive.devices.open('camera'))],
  ['open two cameras at once', 'return ilive 8011', () => opening('camera', ({ ilive }) => ilive.devices.open('camera'))],
  ['the same at the AV layer', 'return av 1001', () => opening('camera', ({ ilive }) => ilive.av.devices.open('camera'))],
  ['close it there meanwhile', 'return av 1002', () => opening('camera', ({ ilive }) => ilive.av.devices.close('camera'))],
  ['a microphone beside a camera', 'done ilive 0', () => after(withOpen('camera'), ({ ilive }) => ilive.devices.open('microphone'))],
  ['external capture beside a camera', 'return av 1002', () => after(withOpen('camera'), ({ ilive }) => ilive.devices.open('external_main'))],
  [
    'external capture after it',
    'done ilive 0',
    async () => {
      const world = await withOpen('camera');
      await world.done(world.ilive.devices.close('camera'));
      return world.end(world.ilive.devices.open('external_main'));
    },
  ],
  ['the own file beside the own screen', 'return av 1002', () => after(withOpen('screen'), ({ ilive }) => ilive.devices.open('media_file', { file: 'film.mp4' }))],
  ['close a closed one', 'return av 1003', () => after(inRoom(), ({ ilive }) => ilive.devices.close('camera'))],
  ['close a player twice', 'return av 1003', () => after(inRoom(), ({ ilive }) => ilive.devices.close('player'))],
  ['out of a room', 'return av 1201', () => after(loggedIn(), ({ ilive }) => ilive.devices.open('camera'))],
  ['a player out of a room', 'return av 1201', () => after(loggedIn(), ({ ilive }) => ilive.devices.open('player'))],
  ['before login', 'return ilive 8002', () => after(Promise.resolve(new World()), ({ ilive }) => ilive.devices.open('camera'))],
  ['before start', 'return av 1101', () => after(Promise.resolve(new World()), ({ ilive }) => ilive.av.devices.open('camera'))],
  ['the nice object of a room that was left', 'return av 1201', leftRoom],
  // 1004
  ['a camera without an id', 'return av 1004', () => after(inRoom(), ({ ilive }) => ilive.devices.open('camera', { deviceId: '' }))],
  ['a file of no address', 'return av 1004', () => after(inRoom(), ({ ilive }) => ilive.devices.open('media_file'))],
  ['a frame of 123 by 45', 'return av 1004', () => after(withOpen('external_main'), ({ ilive }) => ilive.devices.fill('external_main', frame(123, 45)))],
  ['a frame of 320 by 240', 'done ilive 0', () => after(withOpen('external_main'), ({ ilive }) => ilive.devices.fill('external_main', frame(320, 240)))],
  ['the same upright', 'done ilive 0', () => after(withOpen('external_aux'), ({ ilive }) => ilive.devices.fill('external_aux', frame(240, 320)))],
  ['one whose end is missing', 'return av 1004', () => after(withOpen('external_main'), ({ ilive }) => ilive.devices.fill('external_main', { ...i420(320, 240), height: 240, data: new Uint8Array(9) }))],
  ['custom data without a byte', 'return av 1004', () => after(inRoom(), ({ ilive }) => ilive.devices.sendCustom(new Uint8Array()))],
  ['an audio source of 8', 'return av 1004', () => after(inRoom(), ({ ilive }) => ilive.devices.tapAudio(8, true))],
  ['audio data out of a room', 'return av 1201', () => after(loggedIn(), ({ ilive }) => ilive.devices.tapAudio(7, true))],
  ['audio data in a browser', 'return ilive 8023', () => after(inRoom(), ({ ilive }) => ilive.devices.tapAudio(7, true))],
  ['a list of screens', 'return av 1004', () => after(loggedIn(), ({ ilive }) => ilive.devices.list('screen'))],
  // 1006, 8023
  ["the system's sound", 'return ilive 8023', () => after(inRoom(), ({ ilive }) => ilive.devices.open('system_sound'))],
  ['the same at the AV layer', 'return av 1006', () => after(inRoom(), ({ ilive }) => ilive.av.devices.open('system_sound'))],
  // 1008
  ['the auxiliary picture is another member’s', 'done av 1008', () => told(1008, 'aux_taken')],
  ['an eleventh picture', 'done av 10011', () => told(10011, 'video_slots_full')],
  ['a camera that another program has', 'done av 1008', () => openedWith('camera', 'av', 1008, 'device_busy')],
  // 1, 8020, 8022
  ['a camera that is denied', 'done av 1', () => openedWith('camera', 'av', 1, 'permission_denied')],
  ['a microphone that is denied', 'done ilive 8020', () => openedWith('microphone', 'av', 1, 'permission_denied')],
  ['a media file that is missing', 'done ilive 8022', () => openedWith('media_file', 'av', 1301, 'no_file')],
  ['a media file that is damaged', 'done av 1', () => openedWith('media_file', 'av', 1, 'device_failed')],
  ['no camera in the list', 'done ilive 8022', () => after(Promise.resolve(new World({ devices: [] })), ({ ilive }) => ilive.devices.list('camera'))],
  ['a camera in the list', 'done ilive 0', () => after(Promise.resolve(new World()), ({ ilive }) => ilive.devices.list('camera'))],
  ['an empty list at the AV layer', 'done av 1301', () => after(loggedIn({ devices: [] }), ({ ilive }) => ilive.av.devices.list('camera'))],
  // 1301
  ['a camera that is not there', 'done av 1301', () => openedWith('camera', 'av', 1301, 'no_device')],
  ['a frame while capture is closed', 'return av 1301', () => after(inRoom(), ({ ilive }) => ilive.devices.fill('external_main', frame(320, 240)))],
  ['an area, which no browser shares', 'return av 1301', () => after(withOpen('screen'), ({ ilive }) => ilive.devices.setArea({ left: 0, top: 0, right: 9, bottom: 9 }))],
  ['a file that is not played', 'return av 1301', () => after(inRoom(), ({ ilive }) => ilive.devices.controlFile('pause'))],
  ['a file that is', 'done ilive 0', () => after(withOpen('media_file'), ({ ilive }) => ilive.devices.controlFile('pause'))],
  ['mute a microphone that is closed', 'return av 1301', () => after(inRoom(), ({ ilive }) => ilive.devices.mute('microphone', true))],
  ['mute one that is open', 'done ilive 0', () => after(withOpen('microphone'), ({ ilive }) => ilive.devices.mute('microphone', true))],
  ['mute a speaker', 'return av 1004', () => after(withOpen('player'), ({ ilive }) => ilive.devices.mute('player', true))],
  ['a volume of an open player', 'done ilive 0', () => after(withOpen('player'), ({ ilive }) => ilive.devices.setVolume('player', 50))],
  ['frames as the AV layer says it', 'return av 1', poolAtAv],
  // 1601, 1602
  ['a device of a test that is none', 'return av 1601', () => after(loggedIn(), ({ ilive }) => ilive.av.devices.openInTest('camera'))],
  ['a device of a test', 'done ilive 0', () => after(testing(), ({ ilive }) => ilive.av.devices.openInTest('camera'))],
  ['a screen in a test', 'return av 1004', () => after(testing(), ({ ilive }) => ilive.av.devices.openInTest('screen'))],
  ['stop a test that is none', 'return av 1601', () => after(loggedIn(), ({ ilive }) => ilive.av.devices.stopTest())],
  ['enter while testing', 'return av 1602', () => after(testing(), ({ ilive }) => ilive.av.enterRoom({ room: 1 }))],
  ['join while testing', 'return av 1602', () => after(testing(), ({ ilive }) => ilive.joinRoom(1, AUDIENCE))],
  ['stop the context while testing', 'return av 1602', () => after(testing(), ({ ilive }) => ilive.av.stopContext())],
  ['start a started test', 'return av 1003', () => after(testing(), ({ ilive }) => ilive.av.devices.startTest())],
  [
    'start a test while starting',
    'return av 1001',
    async () => {
      const world = await loggedIn();
      world.begin(world.ilive.av.devices.startTest());
      return world.end(world.ilive.av.devices.startTest());
    },
  ],
  [
    'enter after the test',
    'done ilive 0',
    async () => {
      const world = await testing();
      await world.done(world.ilive.av.devices.stopTest());
      return world.end(world.ilive.av.enterRoom({ room: 1 }));
    },
  ],
  ['a test before start', 'return av 1101', () => after(Promise.resolve(new World()), ({ ilive }) => ilive.av.devices.startTest())],
];

async function leftRoom(): Promise<string> {
  const world = await loggedIn();
  const room = await world.done(world.ilive.joinRoom(1, AUDIENCE));
  await world.done(room.leave());
  return world.end(room.camera.start());
}

async function poolAtAv(): Promise<string> {
  const world = await inRoom({ framePool: 1 });
  const { devices } = world.ilive.av;
  await world.done(devices.open('external_main'));
  world.begin(devices.fill('external_main', i420(320, 240)));
  return world.end(devices.fill('external_main', i420(320, 240)));
}
