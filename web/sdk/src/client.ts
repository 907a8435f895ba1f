import { LiveConversation } from './conversation.js';
import { Cell } from './cell.js';
import { Emitter } from './emitter.js';
import { IliveError, refused } from './errors.js';
import { needTicket, needUserId } from './guards.js';
import { Identities } from './identities.js';
import { newKey } from './keys.js';
import type { LinkWorld } from './link.js';
import { conversationKey, messageFromWire } from './messages.js';
import { BrowserPeer } from './peer.js';
import { Renewal } from './renewal.js';
import { LiveRooms } from './rooms.js';
import { Session, type LoginReply, type Up } from './session.js';
import type { Client, ClientEvents, LoginOptions } from './types/client.js';
import type { Devices } from './types/devices.js';
import type { Message } from './types/chat.js';
import type { Cancellable } from './types/observable.js';
import type { ConnectionState } from './types/state.js';
import { VERSION } from './version.js';
import type { EventBody } from './wire.js';

/** A link that stays lost for this long is told as an event (R2, 8012), in ms. */
const LOST_TOLD_MS = 5_000;

/** One login, as an app has it. */
export class LiveClient implements Client {
  readonly state = new Cell<ConnectionState>({ state: 'idle' });
  readonly #events = new Emitter<ClientEvents>();
  readonly on = this.#events.on;
  readonly #session: Session;
  readonly #identities: Identities;
  readonly #renewal: Renewal;
  readonly #conversations = new Map<string, LiveConversation>();
  readonly #rooms: LiveRooms;
  #identity = { userId: '', nick: '' };
  #clockOffsetMs = 0;
  #lostTimer: ReturnType<typeof setTimeout> | undefined;
  #up: ((error?: IliveError) => void) | undefined;
  #leaving = false;

  constructor(
    readonly url: string,
    options: LoginOptions,
    readonly devices: Devices,
    world: LinkWorld,
  ) {
    const { sdkAppId, userSig, nick = '', onTokenWillExpire = null } = options;
    const renew = async (): Promise<string | null> => (await onTokenWillExpire?.().catch(() => null)) ?? null;
    this.#session = new Session(
      world,
      { sdkAppId, userSig, nick, client: `web/${VERSION}`, renew, newKey },
      {
        up: (up, reply) => this.#handleUp(up, reply),
        down: (retry) => this.#handleDown(retry),
        event: (event) => this.#handleEvent(event),
        closed: (error) => this.#handleClosed(error),
      },
    );
    const { requests, link } = this.#session;
    this.#identities = new Identities(requests, (error) => this.#events.emit('warning', error));
    this.#renewal = new Renewal({
      ask: onTokenWillExpire,
      present: (sig) => this.#present(sig),
      missing: (expiresAtMs) => this.#events.emit('token-will-expire', { expiresAtMs }),
    });
    this.#rooms = new LiveRooms({
      requests,
      timers: () => link.timers,
      newPeer: (slots, onPath) => new BrowserPeer(slots, onPath),
      random: Math.random,
      mediaSilent: () => link.handleMediaSilent(),
      url,
      sdkAppId,
      identities: this.#identities,
      login: () => this.#identity,
      newKey,
      guard: () => this.#guard(8002),
    });
  }

  get rooms(): LiveRooms {
    return this.#rooms;
  }

  get userId(): string {
    return this.#identity.userId;
  }

  get nick(): string {
    return this.#identity.nick;
  }

  get clockOffsetMs(): number {
    return this.#clockOffsetMs;
  }

  readonly messages = {
    with: (userId: string): LiveConversation => {
      needUserId(userId);
      return this.#conversation(userId);
    },
  };

  /** Connects and logs in; done at the first success. */
  logIn(): Promise<void> {
    this.state.set({ state: 'connecting' });
    return new Promise((resolve, reject) => {
      this.#up = (error) => (error ? reject(error) : resolve());
      this.#session.start();
    });
  }

  async renewTicket(userSig: string, { signal }: Cancellable = {}): Promise<void> {
    needTicket(userSig);
    this.#guard(8009);
    this.#renewal.handleTicket(await this.#present(userSig, signal));
  }

  async logout(): Promise<void> {
    this.#guard(8009);
    this.#leaving = true;
    await this.#rooms.active?.leave();
    await this.#session.close(new IliveError('ilive', 8009, { subReason: 'logged_out' }));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.state.value.state !== 'closed') await this.logout();
  }

  /** The network is there again, or the page is in sight: try at once. */
  handleOnline(): void {
    this.#session.link.handleOnline();
  }

  /** The network has gone, says the system: find out. */
  handleOffline(): void {
    this.#session.link.handleMediaSilent();
  }

  /** The page is being closed: what goes out now may still arrive. */
  handlePageClosed(): void {
    void this.#session.close(new IliveError('ilive', 8009, { subReason: 'page_closed' }));
  }

  #guard(code: 8002 | 8009): void {
    if (this.state.value.state === 'closed') throw refused('ilive', code, 'logged_out', 'this login has ended');
  }

  async #present(userSig: string, signal?: AbortSignal): Promise<number> {
    const { ticketExpiresAtMs } = await this.#session.requests.call('renewTicket', { userSig }, { signal });
    this.#session.handleRenewed(userSig);
    return Number(ticketExpiresAtMs) - this.#clockOffsetMs;
  }

  #conversation(userId: string): LiveConversation {
    const key = conversationKey({ userId });
    const known = this.#conversations.get(key);
    if (known) return known;
    const conversation = new LiveConversation({ userId }, {
      caller: this.#session.requests,
      newKey,
      me: () => ({ own: this.userId, nick: this.nick }),
      guard: () => this.#guard(8009),
      delivered: (message: Message) => this.#events.emit('message', message),
    });
    this.#conversations.set(key, conversation);
    return conversation;
  }

  #handleUp(up: Up, reply: LoginReply): void {
    clearTimeout(this.#lostTimer);
    this.#identity = { userId: reply.userId, nick: reply.nick };
    this.#clockOffsetMs = Number(reply.serverTimeMs) - Date.now();
    this.#renewal.handleTicket(Number(reply.ticketExpiresAtMs) - this.#clockOffsetMs);
    this.state.set({ state: 'connected' });
    const first = this.#up;
    this.#up = undefined;
    if (first) return first();
    if (up.kind !== 'recovered') for (const conversation of this.#conversations.values()) conversation.handleGap();
    this.#rooms.active?.handleUp(up);
  }

  #handleDown(retry: { attempt: number; nextAt: number; deadline: number }): void {
    if (this.#up || this.#leaving) return;
    if (this.state.value.state === 'connected') {
      const told = (): void => this.#events.emit('warning', new IliveError('ilive', 8012, { subReason: 'link_lost', delivery: 'event' }));
      this.#lostTimer = setTimeout(told, LOST_TOLD_MS);
    }
    this.state.set({ state: 'reconnecting', lost: 'link', ...retry });
    this.#rooms.active?.seat.handleDown(retry);
  }

  #handleEvent(event: EventBody): void {
    if (event.case === 'ticketExpired') {
      this.#events.emit('warning', new IliveError('ilive', 8051, { subReason: 'grace', delivery: 'event' }));
      return this.#renewal.handleExpired();
    }
    if (event.case !== 'messageArrived') return this.#rooms.active?.handleEvent(event);
    if (!event.value.message) return;
    const message = messageFromWire(event.value.message, this.userId);
    const { conversation } = message;
    if ('userId' in conversation) this.#conversation(conversation.userId).handleArrived(message);
    else if (this.#rooms.active?.id === conversation.room) this.#rooms.active.chat.handleArrived(message);
  }

  #handleClosed(error: IliveError): void {
    clearTimeout(this.#lostTimer);
    this.#renewal.close();
    this.#identities.handleEnd();
    const asked = error.code === 8009;
    const told = error.with({ delivery: 'event' });
    this.#rooms.active?.close(asked ? undefined : told);
    for (const conversation of this.#conversations.values()) conversation.handleEnd(asked ? undefined : told);
    this.state.set(asked ? { state: 'closed' } : { state: 'closed', error: told });
    this.#up?.(error);
    this.#events.emit('closed', asked ? {} : { error: told });
  }
}
