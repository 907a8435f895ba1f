import { notAborted, untilAborted } from './abort.js';
import { LiveClient } from './client.js';
import { BrowserDevices } from './devices.js';
import { IliveError, refused } from './errors.js';
import { OperationClass, needAppId, needOptions, needText, needTicket, needUserId } from './guards.js';
import { NICK_MAX_CHARS } from './limits.gen.js';
import { askGuest, askRooms } from './http.js';
import { browserWorld } from './socket.js';
import { support } from './support.js';
import type { Client, GuestOptions, IliveApi, LoginOptions, RoomCard, RoomsOptions, Ticket } from './types/client.js';
import { VERSION } from './version.js';

/** Where the server is: the page's own origin unless told. */
function serverUrl(url: string | undefined): string {
  const base = url ?? globalThis.location?.origin;
  if (!base || !URL.canParse(base) || !/^https?:/.test(base)) throw refused('ilive', 8021, 'bad_url', `url ${String(base)}: an http or https address`);
  return base.replace(/\/+$/, '');
}

/** Keeps a login informed of what the browser knows of network and page. @returns the way to stop that. */
function watchBrowser(client: LiveClient): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  addEventListener('online', () => client.handleOnline(), { signal });
  addEventListener('offline', () => client.handleOffline(), { signal });
  addEventListener('pagehide', ({ persisted }) => !persisted && client.handlePageClosed(), { signal });
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && client.handleOnline(), { signal });
  return () => stop.abort();
}

/** The façade: one login at a time. */
class LiveIlive implements IliveApi {
  readonly devices = new BrowserDevices();
  readonly version = VERSION;
  readonly #operations = new OperationClass();
  #client: LiveClient | undefined;

  get support() {
    return support();
  }

  async login(options: LoginOptions): Promise<Client> {
    needOptions(options);
    needAppId(options.sdkAppId);
    needTicket(options.userSig);
    if (options.userId !== undefined) needUserId(options.userId);
    if (options.nick !== undefined) needText('nick', options.nick, 1, NICK_MAX_CHARS);
    const url = serverUrl(options.url);
    this.#operations.check('login', options.signal);
    const current = this.#client?.userId;
    if (current !== undefined) {
      const same = options.userId === current;
      throw refused('ilive', same ? 8024 : 8004, same ? 'logged_in' : 'other_login', `${current} is logged in`);
    }
    return this.#operations.run('login', () => this.#logIn(url, options));
  }

  async guest({ nick, url, signal }: GuestOptions): Promise<Ticket> {
    needText('nick', nick, 1, NICK_MAX_CHARS);
    const server = serverUrl(url);
    notAborted(signal);
    return askGuest(server, nick, signal);
  }

  async rooms({ sdkAppId, url, signal }: RoomsOptions = {}): Promise<readonly RoomCard[]> {
    if (sdkAppId !== undefined) needAppId(sdkAppId);
    const server = serverUrl(url);
    notAborted(signal);
    return askRooms(server, sdkAppId, signal);
  }

  async #logIn(url: string, options: LoginOptions): Promise<Client> {
    const client = new LiveClient(url, options, this.devices, browserWorld(url));
    await untilAborted(options.signal, client.logIn(), () => client.handlePageClosed());
    if (options.userId !== undefined && options.userId !== client.userId) {
      await client.logout();
      throw new IliveError('av', 10003, { subReason: 'identifier_mismatch', message: `the ticket is of ${client.userId}, not of ${options.userId}` });
    }
    this.#client = client;
    const stop = watchBrowser(client);
    client.on('closed', () => {
      stop();
      if (this.#client === client) this.#client = undefined;
    });
    return client;
  }
}

/** A façade of its own, for a second login on the same page. */
export function createIlive(): IliveApi {
  return new LiveIlive();
}

/** The page's façade. */
export const Ilive: IliveApi = /* @__PURE__ */ createIlive();
