import type { LiveConversation } from './conversation.js';
import { Conversations } from './conversations.js';
import { Cell } from './cell.js';
import { Emitter } from './emitter.js';
import { IliveError } from './errors.js';
import { needTicket, needUserId } from './guards.js';
import { OfHost, type Host } from './host.js';
import { Identities } from './identities.js';
import { newKey } from './keys.js';
import type { LinkWorld } from './link.js';
import { messageFromWire } from './messages.js';
import { Renewal } from './renewal.js';
import { sharedWith } from './room-world.js';
import type { RoomsWorld } from './rooms.js';
import { Session, type LoginReply, type Up } from './session.js';
import type { Client, ClientEvents, LoginOptions } from './types/client.js';
import type { Message } from './types/chat.js';
import type { Cancellable } from './types/observable.js';
import type { ConnectionState } from './types/state.js';
import { VERSION } from './version.js';
import type { EventBody } from './wire.js';

/** One login, as an app has it. What is done with it goes through the object that it is of, and is refused there. */
export class LiveClient extends OfHost implements Client {
  readonly state = new Cell<ConnectionState>({ state: 'idle' });
  readonly #events = new Emitter<ClientEvents>();
  readonly on = this.#events.on;
  readonly #session: Session;
  readonly identities: Identities;
  readonly #renewal: Renewal;
  readonly #conversations: Conversations;
  #identity = { userId: '', nick: '' };
  #clockOffsetMs = 0;
  #lostTimer: ReturnType<typeof setTimeout> | undefined;
  #up: ((error?: IliveError) => void) | undefined;
  #leaving = false;

  constructor(
    readonly url: string,
    readonly sdkAppId: number,
    options: LoginOptions,
    host: Host,
    world: LinkWorld,
  ) {
    super(host);
    const { userSig, userId = '', nick = '', onTokenWillExpire = null } = options;
    const renew = async (): Promise<string | null> => (await onTokenWillExpire?.().catch(() => null)) ?? null;
    this.#session = new Session(
      world,
      { sdkAppId, userSig, userId, nick, client: `web/${VERSION}`, renew, newKey, timers: host.config.timers },
      {
        up: (up, reply) => this.#handleUp(up, reply),
        down: (retry) => this.#handleDown(retry),
        event: (event) => this.#handleEvent(event),
        closed: (error) => this.#handleClosed(error),
      },
    );
    this.identities = new Identities(this.requests, (error) => this.#warn(error));
    this.#conversations = new Conversations({
      caller: this.requests,
      operations: host.operations,
      newKey,
      me: () => ({ own: this.userId, nick: this.nick }),
      guard: () => this.#guardMessages(),
      delivered: (message: Message) => this.#events.emit('message', message),
      outbox: host.config.outbox,
    });
    this.#renewal = new Renewal({
      ask: onTokenWillExpire,
      present: (sig) => this.#present(sig),
      missing: (expiresAtMs) => this.#events.emit('token-will-expire', { expiresAtMs }),
    });
  }

  get requests() {
    return this.#session.requests;
  }

  get timers() {
    return this.#session.link.timers;
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
      return this.conversation(userId);
    },
  };

  /** What a room needs of this login. */
  room(): ReturnType<RoomsWorld['room']> {
    const { link, requests } = this.#session;
    return {
      ...sharedWith(this.host),
      requests,
      timers: () => link.timers,
      mediaSilent: () => link.handleMediaSilent(),
      url: this.url,
      sdkAppId: this.sdkAppId,
      identities: this.identities,
      login: () => this.#identity,
    };
  }

  /** Connects and logs in; done at the first success. */
  logIn(): Promise<void> {
    this.state.set({ state: 'connecting' });
    return new Promise((resolve, reject) => {
      this.#up = (error) => (error ? reject(error) : resolve());
      this.#session.start();
    });
  }

  renewTicket(userSig: string, { signal }: Cancellable = {}): Promise<void> {
    const { operations, checks } = this.host;
    const guards = (): void => {
      checks.alive();
      needTicket(userSig);
      if (this.isClosed) throw new IliveError('ilive', 8009, { subReason: 'logged_out' });
      checks.inBudget();
    };
    const work = async (wanted: AbortSignal): Promise<void> => this.#renewal.handleTicket(await this.#present(userSig, wanted));
    return operations.make({ layer: 'facade', verb: 'ask', signal, guards, work });
  }

  logout(): Promise<void> {
    return this.host.logout('facade', this);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.isClosed) await this.logout();
  }

  get isClosed(): boolean {
    return this.state.value.state === 'closed';
  }

  /** Leaves the room and says goodbye; what is pending ends. */
  async end(): Promise<void> {
    this.#leaving = true;
    this.requests.handleGivenUp(new IliveError('ilive', 8007, { subReason: 'left' }));
    await this.host.rooms.active?.leave();
    await this.#session.close(new IliveError('ilive', 8009, { subReason: 'logged_out' }));
  }

  /** The network is there again, or the page is in sight: try at once. */
  handleOnline(): void {
    this.#session.link.handleOnline();
  }

  /** The network has gone, says the system: find out. */
  handleOffline(): void {
    this.#session.link.handleMediaSilent();
  }

  /** The page is being closed, or the login is given up: what goes out now may still arrive. */
  handlePageClosed(): void {
    void this.#session.close(new IliveError('ilive', 8009, { subReason: 'page_closed' }));
  }

  /** The conversation with another user. */
  conversation(userId: string): LiveConversation {
    return this.#conversations.with(userId);
  }

  #guardMessages(): void {
    this.host.guardMessages();
    if (this.isClosed) throw new IliveError('ilive', 8009, { subReason: 'logged_out', delivery: 'return' });
  }

  #warn(error: IliveError): void {
    this.#events.emit('warning', error);
    this.host.emit({ name: 'on_warning', error: error });
  }

  async #present(userSig: string, signal?: AbortSignal): Promise<number> {
    const { ticketExpiresAtMs } = await this.requests.call('renewTicket', { userSig }, { signal });
    this.#session.handleRenewed(userSig);
    return Number(ticketExpiresAtMs) - this.#clockOffsetMs;
  }

  #handleUp(up: Up, reply: LoginReply): void {
    clearTimeout(this.#lostTimer);
    this.#identity = { userId: reply.userId, nick: reply.nick };
    this.#clockOffsetMs = Number(reply.serverTimeMs) - Date.now();
    this.#renewal.handleTicket(Number(reply.ticketExpiresAtMs) - this.#clockOffsetMs);
    const first = this.#up;
    this.#up = undefined;
    this.state.set({ state: 'connected' });
    if (first) return first();
    this.host.emit({ name: 'on_link_up', recovered: up.kind === 'recovered' });
    if (up.kind !== 'recovered') this.#conversations.handleGap();
    this.host.rooms.active?.handleUp(up);
  }

  #handleDown(retry: { attempt: number; nextAt: number; deadline: number }): void {
    if (this.#up || this.#leaving) return;
    if (this.state.value.state === 'connected') {
      const told = (): void => this.#warn(new IliveError('ilive', 8012, { subReason: 'link_lost', delivery: 'event' }));
      this.#lostTimer = setTimeout(told, this.host.config.timers.linkEvent);
    }
    if (this.state.value.state === 'connected') this.host.emit({ name: 'on_link_down' });
    this.state.set({ state: 'reconnecting', lost: 'link', ...retry });
    this.host.rooms.active?.seat.handleDown(retry);
  }

  #handleEvent(event: EventBody): void {
    // What is said meanwhile is for nobody any more.
    if (this.#leaving) return;
    if (event.case === 'ticketExpired') {
      const error = new IliveError('ilive', 8051, { subReason: 'grace', delivery: 'event' });
      this.#events.emit('warning', error);
      this.host.emit({ name: 'on_ticket_expired', graceMs: event.value.graceMs, error });
      return this.#renewal.handleExpired();
    }
    if (event.case !== 'messageArrived') return this.host.handleEvent(event);
    if (!event.value.message) return;
    const message = messageFromWire(event.value.message, this.userId);
    const { conversation } = message;
    const { active } = this.host.rooms;
    if ('userId' in conversation) this.conversation(conversation.userId).handleArrived(message);
    else if (active?.id === conversation.room) active.chat.handleArrived(message);
  }

  #handleClosed(error: IliveError): void {
    clearTimeout(this.#lostTimer);
    this.#renewal.close();
    this.identities.handleEnd();
    const asked = error.code === 8009;
    const told = error.with({ delivery: 'event' });
    this.host.handleClosed(this, asked ? undefined : told);
    this.#conversations.handleEnd(asked ? undefined : told);
    this.state.set(asked ? { state: 'closed' } : { state: 'closed', error: told });
    this.#up?.(error);
    this.#events.emit('closed', asked ? {} : { error: told });
  }
}
