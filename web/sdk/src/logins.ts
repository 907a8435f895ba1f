import { untilAborted } from './abort.js';
import type { AvContext } from './av/context.js';
import { IM_LOGIN_UNFINISHED, IM_NOT_LOGGED_IN, type Checks } from './checks.js';
import { LiveClient } from './client.js';
import { IliveError, refused } from './errors.js';
import type { Host } from './host.js';
import { loginFrom, notOf, type Checked } from './login.js';
import type { Layer, Operations } from './operations.js';
import type { Roles } from './roles.js';
import type { LoginOptions } from './types/client.js';
import type { IliveWorld } from './world.js';

export interface LoginsWorld {
  readonly operations: Operations;
  readonly checks: Checks;
  readonly host: Host;
  readonly world: IliveWorld;
  readonly context: AvContext;
  readonly roles: Roles;
  /** The object is released: its handlers hear nothing more. */
  readonly clear: () => void;
}

type State = { readonly at: 'out' } | { readonly at: 'entering' } | { readonly at: 'in'; readonly client: LiveClient; readonly unwatch: () => void };

const left = (): IliveError => new IliveError('ilive', 8007, { subReason: 'left' });

/** The way into a login, of either layer, and out of it. */
export class Logins {
  #state: State = { at: 'out' };
  #released = false;

  constructor(private readonly world: LoginsWorld) {}

  get client(): LiveClient | null {
    return this.#state.at === 'in' ? this.#state.client : null;
  }

  get released(): boolean {
    return this.#released;
  }

  /** The façade's: logs in and starts the AV context; after a login of the IM layer the second half alone. */
  login(options: LoginOptions): Promise<LiveClient> {
    const { operations, checks, context } = this.world;
    let checked: Checked;
    const guards = (): void => {
      checks.alive();
      checked = loginFrom(options);
      checks.notBusy('start');
      this.#otherLogin(options);
      if (this.client && context.state === 'CONTEXT_STATE_STARTED') throw refused('ilive', 8024, 'logged_in', 'this user is logged in');
      this.#free();
    };
    const work = async (wanted: AbortSignal): Promise<LiveClient> => {
      const client = this.client ?? (await this.#connect(checked, wanted));
      try {
        await context.begin(wanted);
      } catch (thrown) {
        // A login that gets no further is no login; its goodbye is not waited for.
        void this.#leave(client);
        throw thrown;
      }
      return client;
    };
    return operations.make({ layer: 'facade', verb: 'start', signal: options?.signal, guards, work });
  }

  /** The IM layer's: the AV context stays as it is. */
  imLogin(options: LoginOptions): Promise<void> {
    const { operations, checks } = this.world;
    let checked: Checked;
    const guards = (): void => {
      checks.alive();
      checked = loginFrom(options);
      this.#otherLogin(options);
      if (this.client) throw refused('ilive', 8024, 'logged_in', 'this user is logged in');
      this.#free();
    };
    const work = async (wanted: AbortSignal): Promise<void> => void (await this.#connect(checked, wanted));
    return operations.make({ layer: 'im', verb: 'im_login', signal: options?.signal, guards, work });
  }

  /** What is pending ends with 8007, then the room is left and the server told. */
  logout(layer: Layer, client: LiveClient | null = this.client): Promise<void> {
    const { operations, checks } = this.world;
    const guards = (): void => {
      checks.alive();
      if (this.#state.at !== 'entering' && (client === null || client !== this.client)) {
        if (layer === 'im') throw refused('im', IM_NOT_LOGGED_IN, '', 'not logged in to messaging');
        throw refused('ilive', 8009, 'logged_out', 'nobody is logged in');
      }
      operations.endAll(left());
    };
    const work = async (): Promise<void> => {
      if (client) await this.#leave(client);
    };
    return operations.make({ layer, verb: 'logout', guards, work });
  }

  /** Logs out where need be; afterwards every call is refused. */
  release(): Promise<void> {
    const { operations, checks, clear } = this.world;
    const guards = (): void => {
      checks.alive();
      operations.endAll(left());
    };
    const work = async (): Promise<void> => {
      clear();
      if (this.client) await this.#leave(this.client);
      this.#released = true;
    };
    return operations.make({ layer: 'facade', verb: 'release', guards, work });
  }

  /** Whether this was the login that there is; it is none any more. */
  handleEnded(client: LiveClient): boolean {
    if (this.#state.at !== 'in' || this.#state.client !== client) return false;
    this.#state.unwatch();
    this.#state = { at: 'out' };
    return true;
  }

  /** Out at once on this side; the goodbye goes on. */
  async #leave(client: LiveClient): Promise<void> {
    const goodbye = client.end();
    this.world.host.handleClosed(client, undefined);
    await goodbye;
  }

  #otherLogin({ userId }: LoginOptions): void {
    const current = this.client?.userId;
    if (current !== undefined && userId !== current) throw refused('ilive', 8004, 'other_login', `${current} is logged in: log out first`);
  }

  /** A login of the other layer is under way. */
  #free(): void {
    if (this.#state.at === 'entering') throw refused('im', IM_LOGIN_UNFINISHED, 'login_unfinished', 'a login is under way');
  }

  async #connect({ url, options }: Checked, wanted: AbortSignal): Promise<LiveClient> {
    const { host, world, roles } = this.world;
    const client = new LiveClient(url, options.sdkAppId, options, host, world.link(url));
    this.#state = { at: 'entering' };
    try {
      await untilAborted(wanted, client.logIn(), () => client.handlePageClosed());
      if (options.userId !== undefined && options.userId !== client.userId) {
        client.handlePageClosed();
        throw notOf(client.userId, options.userId);
      }
    } catch (thrown) {
      this.#state = { at: 'out' };
      throw thrown;
    }
    this.#state = { at: 'in', client, unwatch: world.watch(client) };
    client.on('message', (message) => host.emit({ name: 'on_message', message }));
    const known = roles.fetch(() => world.roles(url, options.sdkAppId), (error) => host.emit({ name: 'on_warning', error }));
    // What is refused hangs on them.
    if (host.config.strictRoles) await known;
    return client;
  }
}
