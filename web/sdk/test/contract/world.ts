import { vi } from 'vitest';
import type { IliveConfig } from '../../src/config.js';
import type { ClientFrame } from '../../src/gen/ilive/v1/frame_pb.js';
import { LiveIlive } from '../../src/ilive.js';
import type { Capture } from '../../src/capture.js';
import { IliveError } from '../../src/errors.js';
import type { NamedRole } from '../../src/roles.js';
import type { Device, Frame } from '../../src/types/devices.js';
import type { IliveEvent } from '../../src/types/layers.js';
import type { RequestCase } from '../../src/wire.js';
import { FakeServer } from '../fake-server.js';
import { FakePeer } from './fake-peer.js';

type Reply = Parameters<FakeServer['reply']>[1];

/** A track as a browser would give it. */
class FakeTrack {
  enabled = true;
  onended: (() => void) | null = null;
  readonly label = 'fake';
  stop = (): void => undefined;
  getSettings = () => ({ deviceId: 'one' });
}

export interface WorldOptions extends IliveConfig {
  /** What the devices say instead of opening. */
  readonly fault?: IliveError;
  readonly devices?: readonly Device['kind'][];
  /** The roles that the server has of the app, or why they cannot be had. */
  readonly served?: readonly NamedRole[] | IliveError;
  readonly hasMedia?: boolean;
}

/** How a call ended, in words: its delivery, module and code; `none` while it has not. */
export interface Outcome {
  now: string;
  error?: IliveError;
}

/** One client with a server that answers well unless told, and a browser of a test's making. Time is simulated. */
export class World {
  readonly server = new FakeServer();
  readonly ilive: LiveIlive;
  readonly events: IliveEvent[] = [];
  readonly peers: FakePeer[] = [];
  /** Requests that nobody answers. */
  readonly held = new Set<RequestCase>();
  /** Requests that are refused, or answered in another way. */
  readonly said = new Map<RequestCase, Reply>();
  reachable = true;
  /** What the media path of the next entries becomes; null: nothing happens. */
  path: 'connected' | 'ice' | 'dtls' | null = 'connected';
  #session = 0;

  constructor({ fault, devices = ['camera', 'microphone', 'speaker'], served = [], hasMedia = true, ...config }: WorldOptions = {}) {
    this.server.onDial = () => this.reachable && queueMicrotask(() => this.server.open());
    this.server.onFrame = (frame) => queueMicrotask(() => this.#serve(frame));
    this.ilive = new LiveIlive(config, {
      link: () => this.server,
      newPeer: (_, onPath) => this.#newPeer(onPath),
      capture: fakeCapture(fault),
      list: (kind) => Promise.resolve(devices.includes(kind) ? [{ kind, deviceId: 'one', label: '', groupId: '' }] : []),
      hasMedia: () => hasMedia,
      watch: () => () => undefined,
      roles: () => (served instanceof IliveError ? Promise.reject(served) : Promise.resolve(served)),
    });
    this.ilive.addEventHandler((event) => this.events.push(event));
  }

  login(userId = 'ann') {
    return this.ilive.login({ url: 'http://server', sdkAppId: 1, userId, userSig: userId });
  }

  imLogin(userId = 'ann') {
    return this.ilive.im.login({ url: 'http://server', sdkAppId: 1, userId, userSig: userId });
  }

  /** Starts a call, and says how it ended so far. */
  begin(work: Promise<unknown>): Outcome {
    const outcome: Outcome = { now: 'none' };
    work.then(
      () => (outcome.now = 'done ilive 0'),
      (error: IliveError) => {
        outcome.error = error;
        outcome.now = `${error.delivery === 'return' ? 'return' : 'done'} ${error.module} ${error.code}`;
      },
    );
    return outcome;
  }

  /** How a call ends. */
  async end(work: Promise<unknown>): Promise<string> {
    const outcome = this.begin(work);
    await this.settle();
    return outcome.now;
  }

  async done<T>(work: Promise<T>): Promise<T> {
    const outcome = this.begin(work);
    await this.settle();
    if (outcome.now !== 'done ilive 0') throw new Error(`a step of the story ended with ${outcome.now}: ${outcome.error?.message}`);
    return work;
  }

  settle(): Promise<unknown> {
    return vi.advanceTimersByTimeAsync(1);
  }

  async pass(ms: number): Promise<void> {
    await vi.advanceTimersByTimeAsync(ms);
  }

  /** As time passes, the server says that it is there. */
  async passAlive(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= 5_000) {
      this.server.tick();
      await vi.advanceTimersByTimeAsync(Math.min(left, 5_000));
    }
  }

  /** The link is lost, and nobody is there. */
  cut(): void {
    this.reachable = false;
    this.server.cut();
  }

  refuse(kind: RequestCase, module: string, code: number, subReason = ''): void {
    this.said.set(kind, { case: 'error', value: { module, code, subReason } });
  }

  /** The newest event of this name, in words. */
  event(name: IliveEvent['name']): string {
    const found = this.events.findLast((event) => event.name === name);
    if (!found) return 'none';
    return 'error' in found && found.error ? `event ${found.error.module} ${found.error.code}` : 'event';
  }

  #newPeer(onPath: FakePeer['onPath']): FakePeer {
    const peer = new FakePeer(onPath, this.path);
    this.peers.push(peer);
    return peer;
  }

  #serve(frame: ClientFrame): void {
    const { request } = frame;
    if (request.case === undefined || this.held.has(request.case)) return;
    const said = this.said.get(request.case) ?? this.#answer(request);
    this.server.reply(frame, said);
  }

  #answer(request: ClientFrame['request']): Reply {
    switch (request.case) {
      case 'login':
        this.#session += 1;
        return { case: 'login', value: { sessionId: `s${this.#session}`, resumeToken: 'secret', userId: request.value.userSig, nick: '' } };
      case 'resolve': {
        const asked = [...request.value.userIds, ...request.value.tinyIds.map((id) => `user${id}`)];
        return { case: 'resolve', value: { identities: asked.map((userId) => ({ userId, tinyId: numberOf(userId), nick: userId })) } };
      }
      case 'roomLocate':
        return { case: 'roomLocate', value: { url: '' } };
      case 'roomEnter':
        return { case: 'roomEnter', value: { answerSdp: 'answer', tinyId: 1n, rights: 0xff, state: { hostTinyId: request.value.create && request.value.exclusive ? 1n : 9n, version: 1n } } };
      case 'groupJoin':
        return { case: 'groupJoin', value: {} };
      case 'sendMessage':
        return { case: 'sendMessage', value: { seq: 1n, timeMs: 1n } };
      case 'changeRole':
        return { case: 'changeRole', value: { rights: 0xff } };
      case 'invite':
        return { case: 'invite', value: { inviteId: 7n } };
      case 'makeCall':
        return { case: 'makeCall', value: { callId: 7n } };
      case 'endRoom':
        return { case: 'endRoom', value: {} };
      default:
        return { case: 'done', value: {} };
    }
  }
}

/** `ann` is 1; `user5` is 5. */
function numberOf(userId: string): bigint {
  return BigInt(/^user(\d+)$/.exec(userId)?.[1] ?? (userId === 'ann' ? 1 : 2));
}

function fakeCapture(fault: IliveError | undefined): Capture {
  const open = (): Promise<MediaStreamTrack> => (fault ? Promise.reject(fault) : Promise.resolve(new FakeTrack() as unknown as MediaStreamTrack));
  const external = (pool: number) => {
    const waiting: Frame[] = [];
    const fill = (frame: Frame): void => {
      waiting.push(frame);
      setTimeout(() => waiting.shift());
    };
    return {
      track: new FakeTrack() as unknown as MediaStreamTrack,
      fill,
      get isFull() {
        return waiting.length >= pool;
      },
    };
  };
  return {
    openCamera: open,
    openMicrophone: open,
    openScreen: open,
    external,
    file: () => ({ open, control: () => Promise.resolve(), close: () => undefined }),
  };
}

export async function loggedIn(options?: WorldOptions): Promise<World> {
  const world = new World(options);
  await world.done(world.login());
  return world;
}

/** Logged in at the IM layer only. */
export async function messaging(options?: WorldOptions): Promise<World> {
  const world = new World(options);
  await world.done(world.imLogin());
  return world;
}

/** In room 1 of another user. */
export async function inRoom(options?: WorldOptions): Promise<World> {
  const world = await loggedIn(options);
  await world.done(world.ilive.joinRoom(1, AUDIENCE));
  return world;
}

export async function hosting(options?: WorldOptions): Promise<World> {
  const world = await loggedIn(options);
  await world.done(world.ilive.createRoom(1, { title: 'hello' }));
  return world;
}

export const AUDIENCE = { role: 'audience', withoutChat: true, autoViews: false } as const;
export const text = (text: string) => [{ type: 'text', text }] as const;

/** What happens, how it ends, and how it is brought about. */
export type Case = readonly [about: string, ends: string, bringAbout: () => Promise<string>];
