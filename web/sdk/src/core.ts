import { AvContext } from './av/context.js';
import { Invitations } from './av/invitations.js';
import { AvLayer } from './av/layer.js';
import { LiveCalls } from './calls.js';
import type { Capture } from './capture.js';
import { Checks, type Standing } from './checks.js';
import type { LiveClient } from './client.js';
import { configFrom, type IliveConfig } from './config.js';
import { LiveDeviceControl } from './device-control.js';
import { DeviceTest } from './device-test.js';
import { BrowserDevices } from './devices.js';
import { IliveError, refused } from './errors.js';
import { needTicket } from './guards.js';
import { Handlers } from './handlers.js';
import type { Host } from './host.js';
import { ImLayer } from './im.js';
import { Logins } from './logins.js';
import { Operations, logLine, type Layer } from './operations.js';
import { relayRoom } from './relay.js';
import { Roles } from './roles.js';
import { LiveRooms } from './rooms.js';
import { speedTest } from './speed.js';
import type { SpeedTestOptions, SpeedTestResult } from './types/client.js';
import type { IliveEvent } from './types/layers.js';
import type { Cancellable } from './types/observable.js';
import type { EventBody } from './wire.js';
import type { IliveWorld } from './world.js';

/** One object with all its machines: it is there before the first login and after the last. */
export class Core implements Host, Standing {
  readonly config;
  readonly operations: Operations;
  readonly checks: Checks;
  readonly handlers = new Handlers();
  readonly roles: Roles;
  readonly rooms: LiveRooms;
  readonly devices: BrowserDevices;
  readonly av: AvLayer;
  readonly im: ImLayer;
  readonly calls: LiveCalls;
  readonly capture: Capture;
  readonly newPeer;
  readonly #test: DeviceTest;
  readonly #context: AvContext;
  readonly #invitations: Invitations;
  readonly logins: Logins;

  constructor(world: IliveWorld, config: IliveConfig = {}) {
    this.config = configFrom(config);
    this.operations = new Operations(this.config.log);
    this.checks = new Checks(this);
    this.capture = world.capture;
    this.newPeer = world.newPeer;
    this.roles = new Roles(this.config.strictRoles, this.config.roles);
    const { operations, checks, roles } = this;
    const shared = { operations, checks };
    const asked = () => (this.client && this.client.requests.isUp ? { caller: this.client.requests, userId: this.client.userId } : null);
    const signalling = { ...shared, config: this.config, client: () => this.client, emit: this.emit };
    this.#context = new AvContext({ ...shared, released: () => this.released, timers: () => this.client?.timers ?? this.config.timers, asked, hasMedia: world.hasMedia });
    this.#test = new DeviceTest({ ...shared, capture: world.capture });
    this.rooms = new LiveRooms({ ...shared, config: this.config, roles, room: () => this.#in().room(), made: (room) => relayRoom(room, this.emit) });
    const control = { ...shared, test: this.#test, list: world.list, media: () => this.rooms.here?.media ?? null };
    this.devices = new BrowserDevices(control);
    this.#invitations = new Invitations(signalling);
    this.calls = new LiveCalls(signalling);
    this.logins = new Logins({ ...shared, host: this, world, context: this.#context, roles, clear: () => this.handlers.clear() });
    this.im = new ImLayer({ ...shared, client: () => this.client, rooms: this.rooms, logIn: (options) => this.logins.imLogin(options), logOut: () => this.logins.logout('im') });
    this.av = new AvLayer({ ...shared, context: this.#context, test: this.#test, rooms: this.rooms, devices: new LiveDeviceControl('av', control), invitations: this.#invitations });
  }

  get released(): boolean {
    return this.logins.released;
  }

  get client(): LiveClient | null {
    return this.logins.client;
  }

  get loggedIn(): boolean {
    return this.logins.client !== null;
  }

  get context() {
    return this.#context.state;
  }

  get test() {
    return this.#test.state;
  }

  get currentRoom() {
    return this.rooms.here?.id ?? null;
  }

  readonly emit = (event: IliveEvent): void => {
    if ('error' in event && event.error) this.config.log(logLine(event.name, event.error));
    this.handlers.emit(event);
  };

  guardMessages(): void {
    this.checks.alive();
    this.checks.imLoaded();
    this.checks.loggedIn();
  }

  renewTicket(userSig: string, options: Cancellable = {}): Promise<void> {
    const { client } = this;
    if (client) return client.renewTicket(userSig, options);
    const guards = (): void => {
      this.checks.alive();
      needTicket(userSig);
      throw refused('ilive', 8009, 'logged_out', 'nobody is logged in');
    };
    return this.operations.make({ layer: 'facade', verb: 'ask', guards, work: () => Promise.resolve() });
  }

  speedTest({ signal, onProgress }: SpeedTestOptions = {}): Promise<SpeedTestResult> {
    const { checks } = this;
    const guards = (): void => {
      checks.alive();
      checks.loggedIn();
      checks.imLoggedIn();
      checks.inBudget();
    };
    const work = async (wanted: AbortSignal): Promise<SpeedTestResult> => speedTest(this.#in().url, this.#in().requests, wanted, onProgress);
    return this.operations.make({ layer: 'facade', verb: 'ask', signal, guards, work });
  }

  logout(layer: Layer, client: LiveClient): Promise<void> {
    return this.logins.logout(layer, client);
  }

  handleEvent(event: EventBody): void {
    if (this.#invitations.handleEvent(event) || this.calls.handleEvent(event)) return;
    this.rooms.active?.handleEvent(event);
  }

  handleClosed(client: LiveClient, error: IliveError | undefined): void {
    if (!this.logins.handleEnded(client)) return;
    if (error) this.operations.endAll(error.with({ delivery: 'completion' }));
    this.rooms.active?.close(error);
    this.#context.reset();
    this.#test.reset();
    this.#invitations.reset();
    this.calls.reset();
    if (error) this.emit({ name: 'on_forced_offline', error: error });
  }

  #in(): LiveClient {
    const { client } = this;
    if (!client) throw new IliveError('ilive', 8009, { subReason: 'logged_out' });
    return client;
  }
}
