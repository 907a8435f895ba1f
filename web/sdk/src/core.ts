import { untilAborted } from './abort.js';
import { AvContext } from './av/context.js';
import { Invitations } from './av/invitations.js';
import { AvLayer } from './av/layer.js';
import { LiveCalls } from './calls.js';
import type { Capture } from './capture.js';
import { Checks, IM_LOGIN_UNFINISHED, IM_NOT_LOGGED_IN, type Standing } from './checks.js';
import { LiveClient } from './client.js';
import { configFrom, type IliveConfig } from './config.js';
import { LiveDeviceControl } from './device-control.js';
import { DeviceTest } from './device-test.js';
import { BrowserDevices } from './devices.js';
import { IliveError, refused, traced } from './errors.js';
import { needTicket } from './guards.js';
import { Handlers } from './handlers.js';
import type { Host } from './host.js';
import { ImLayer } from './im.js';
import { loginFrom, type Checked } from './login.js';
import { Operations, logLine, type Layer } from './operations.js';
import { relayRoom } from './relay.js';
import { Roles } from './roles.js';
import { LiveRooms } from './rooms.js';
import { speedTest } from './speed.js';
import type { LoginOptions, SpeedTestResult } from './types/client.js';
import type { IliveEvent } from './types/layers.js';
import type { Cancellable } from './types/observable.js';
import type { EventBody } from './wire.js';
import type { IliveWorld } from './world.js';

type Login = { readonly at: 'out' } | { readonly at: 'entering' } | { readonly at: 'in'; readonly client: LiveClient; readonly unwatch: () => void };

const left = (): IliveError => new IliveError('ilive', 8007, { subReason: 'left' });

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
  #login: Login = { at: 'out' };
  #released = false;

  constructor(
    private readonly world: IliveWorld,
    config: IliveConfig = {},
  ) {
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
    this.im = new ImLayer({ ...shared, client: () => this.client, rooms: this.rooms, logIn: (options) => this.imLogin(options), logOut: () => this.logout('im') });
    this.av = new AvLayer({ ...shared, context: this.#context, test: this.#test, rooms: this.rooms, devices: new LiveDeviceControl('av', control), invitations: this.#invitations });
  }

  get released(): boolean {
    return this.#released;
  }

  get client(): LiveClient | null {
    return this.#login.at === 'in' ? this.#login.client : null;
  }

  get loggedIn(): boolean {
    return this.#login.at === 'in';
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

  /** Logs in and starts the AV context; after a login of the IM layer the second half alone. */
  login(options: LoginOptions): Promise<LiveClient> {
    const { checks, operations } = this;
    let checked: Checked;
    const guards = (): void => {
      checks.alive();
      checked = loginFrom(options);
      checks.notBusy('start');
      this.#otherLogin(options);
      if (this.loggedIn && this.context === 'CONTEXT_STATE_STARTED') throw refused('ilive', 8024, 'logged_in', 'this user is logged in');
      this.#loginFree();
    };
    const work = async (wanted: AbortSignal): Promise<LiveClient> => {
      const client = this.client ?? (await this.#connect(checked, wanted));
      try {
        await this.#context.begin(wanted);
      } catch (thrown) {
        // A login that gets no further is no login.
        void client.end();
        throw thrown;
      }
      return client;
    };
    return operations.make({ layer: 'facade', verb: 'start', signal: options?.signal, guards, work });
  }

  /** The IM layer's: the AV context stays as it is. */
  imLogin(options: LoginOptions): Promise<void> {
    let checked: Checked;
    const guards = (): void => {
      this.checks.alive();
      checked = loginFrom(options);
      this.#otherLogin(options);
      if (this.loggedIn) throw refused('ilive', 8024, 'logged_in', 'this user is logged in');
      this.#loginFree();
    };
    const work = async (wanted: AbortSignal): Promise<void> => void (await this.#connect(checked, wanted));
    return this.operations.make({ layer: 'im', verb: 'im_login', signal: options?.signal, guards, work });
  }

  /** What is pending ends with 8007, then the room is left and the server told. */
  logout(layer: Layer, client: LiveClient | null = this.client): Promise<void> {
    const guards = (): void => {
      this.checks.alive();
      const entering = this.#login.at === 'entering';
      if (!entering && (client === null || client.isClosed)) {
        if (layer === 'im') throw refused('im', IM_NOT_LOGGED_IN, '', 'not logged in to messaging');
        throw refused('ilive', 8009, 'logged_out', 'nobody is logged in');
      }
      this.operations.endAll(left());
    };
    return this.operations.make({ layer, verb: 'logout', guards, work: async () => client?.end() });
  }

  /** Logs out where need be; afterwards every call is refused. */
  release(): Promise<void> {
    const guards = (): void => {
      this.checks.alive();
      this.operations.endAll(left());
    };
    const work = async (): Promise<void> => {
      this.handlers.clear();
      await this.client?.end();
      this.#released = true;
    };
    return this.operations.make({ layer: 'facade', verb: 'release', guards, work });
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

  speedTest({ signal }: Cancellable = {}): Promise<SpeedTestResult> {
    const { checks } = this;
    const guards = (): void => {
      checks.alive();
      checks.loggedIn();
      checks.imLoggedIn();
      checks.inBudget();
    };
    const work = async (wanted: AbortSignal): Promise<SpeedTestResult> => speedTest(this.#in().url, this.#in().requests, wanted);
    return this.operations.make({ layer: 'facade', verb: 'ask', signal, guards, work });
  }

  handleEvent(event: EventBody): void {
    if (this.#invitations.handleEvent(event) || this.calls.handleEvent(event)) return;
    this.rooms.active?.handleEvent(event);
  }

  handleClosed(client: LiveClient, error: IliveError | undefined): void {
    if (this.client !== client) return;
    if (this.#login.at === 'in') this.#login.unwatch();
    this.#login = { at: 'out' };
    if (error) this.operations.endAll(error.with({ delivery: 'completion' }));
    this.rooms.active?.close(error);
    this.#context.reset();
    this.#test.reset();
    this.#invitations.reset();
    this.calls.reset();
    if (error) this.emit({ name: 'on_forced_offline', error: traced(error) });
  }

  #in(): LiveClient {
    const { client } = this;
    if (!client) throw new IliveError('ilive', 8009, { subReason: 'logged_out' });
    return client;
  }

  #otherLogin({ userId }: LoginOptions): void {
    const current = this.client?.userId;
    if (current !== undefined && userId !== current) throw refused('ilive', 8004, 'other_login', `${current} is logged in: log out first`);
  }

  /** A login of the other layer is under way. */
  #loginFree(): void {
    if (this.#login.at === 'entering') throw refused('im', IM_LOGIN_UNFINISHED, 'login_unfinished', 'a login is under way');
  }

  async #connect({ url, options }: Checked, wanted: AbortSignal): Promise<LiveClient> {
    const client = new LiveClient(url, options.sdkAppId, options, this, this.world.link(url));
    this.#login = { at: 'entering' };
    try {
      await untilAborted(wanted, client.logIn(), () => client.handlePageClosed());
      if (options.userId !== undefined && options.userId !== client.userId) {
        client.handlePageClosed();
        throw new IliveError('av', 10003, { subReason: 'identifier_mismatch', message: `the ticket is of ${client.userId}, not of ${options.userId}` });
      }
    } catch (thrown) {
      this.#login = { at: 'out' };
      throw thrown;
    }
    this.#login = { at: 'in', client, unwatch: this.world.watch(client) };
    client.on('message', (message) => this.emit({ name: 'on_message', message }));
    const known = this.roles.fetch(() => this.world.roles(url, options.sdkAppId), (error) => this.emit({ name: 'on_warning', error }));
    // What is refused hangs on them.
    if (this.config.strictRoles) await known;
    return client;
  }
}
