import { notAborted } from './abort.js';
import { browserCapture } from './capture.js';
import type { LiveClient } from './client.js';
import type { IliveConfig } from './config.js';
import { Core } from './core.js';
import { listDevices } from './devices.js';
import { Facade } from './facade.js';
import { needAppId, needText } from './guards.js';
import { NICK_MAX_CHARS } from './limits.gen.js';
import { askGuest, askRooms, askTicket } from './http.js';
import { loginFrom, notOf, serverUrl } from './login.js';
import { BrowserPeer } from './peer.js';
import { browserWorld } from './socket.js';
import { askRoles } from './spear.js';
import { support } from './support.js';
import type { Client, GuestOptions, IliveApi, LoginOptions, RoomCard, RoomsOptions, Ticket, TicketOptions } from './types/client.js';
import { VERSION } from './version.js';
import type { IliveWorld } from './world.js';

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

const BROWSER: IliveWorld = {
  link: browserWorld,
  newPeer: (slots, onPath) => new BrowserPeer(slots, onPath),
  capture: browserCapture,
  list: listDevices,
  hasMedia: () => typeof RTCPeerConnection === 'function',
  watch: watchBrowser,
  roles: askRoles,
};

/** The façade of an app: one login at a time. */
export class LiveIlive extends Facade implements IliveApi {
  readonly version = VERSION;

  constructor(config: IliveConfig = {}, world: IliveWorld = BROWSER) {
    super(new Core(world, config));
  }

  get support() {
    return support();
  }

  login(options: LoginOptions): Promise<Client> {
    return this.core.logins.login(options);
  }

  async guest({ nick, url, signal }: GuestOptions): Promise<Ticket> {
    needText('nick', nick, 1, NICK_MAX_CHARS);
    const server = serverUrl(url);
    notAborted(signal);
    return askGuest(server, nick, signal);
  }

  async checkTicket(given: TicketOptions): Promise<Ticket> {
    const { url } = loginFrom(given);
    notAborted(given.signal);
    const ticket = await askTicket(url, given.sdkAppId, given.userSig, given.signal);
    if (given.userId !== undefined && given.userId !== ticket.userId) throw notOf(ticket.userId, given.userId);
    return ticket;
  }

  async rooms({ sdkAppId, url, signal }: RoomsOptions = {}): Promise<readonly RoomCard[]> {
    if (sdkAppId !== undefined) needAppId(sdkAppId);
    const server = serverUrl(url);
    notAborted(signal);
    return askRooms(server, sdkAppId, signal);
  }
}

/** A façade of its own, for a second login on the same page, or with settings that are not the usual ones. */
export function createIlive(config?: IliveConfig): IliveApi {
  return new LiveIlive(config);
}

/** The page's façade. */
export const Ilive: IliveApi = /* @__PURE__ */ createIlive();
