import { untilAborted } from './abort.js';
import { IliveError } from './errors.js';
import { ReplySchema, type Reply } from './gen/ilive/v1/frame_pb.js';
import { REQUEST_TRIES, type Timers } from './timers.js';
import { errorFromWire, type ReplyValue, type RequestCase, type RequestInit, type RequestValue } from './wire.js';

/** How one request is handled. */
export interface RequestOptions {
  readonly signal?: AbortSignal | undefined;
  /** Only while this user is in the room: held back after a new session until the room was entered again. */
  readonly inRoom?: boolean;
  /** Over the whole life, lost links included; the usual tries unless told. */
  readonly deadlineMs?: number;
  /** Let the deadline rest while the link is lost (messages: they wait in the outbox). */
  readonly restsWhileLost?: boolean;
  /** What silence is called; `av` 1005 unless told. */
  readonly silence?: () => IliveError;
}

/** A request as others of this SDK make it. */
export interface Caller {
  call<K extends RequestCase>(kind: K, value: RequestValue<K>, options?: RequestOptions): Promise<ReplyValue<K>>;
}

interface Pending {
  readonly request: RequestInit;
  readonly clientKey: string;
  readonly options: RequestOptions;
  readonly settle: (outcome: IliveError | Reply['result']) => void;
  timer: ReturnType<typeof setTimeout> | undefined;
}

/** Requests that change nothing: a repeat needs no key. */
const READS: ReadonlySet<RequestCase> = new Set(['ping', 'login', 'resolve', 'readMessages', 'groupMembers', 'roomLocate', 'roomRead']);

/** Requests whose answer says more than that it was done. */
const ANSWERED: ReadonlySet<string> = new Set(ReplySchema.fields.map(({ localName }) => localName));

/** What is asked and not yet answered. Sends again after every loss of the link, under the same key, until the deadline. */
export class Requests implements Caller {
  #pending = new Map<number, Pending>();
  #nextId = 1;
  #ready: 'down' | 'session' | 'room' = 'down';
  #ended: IliveError | undefined;

  constructor(
    private readonly send: (requestId: number, clientKey: string, request: RequestInit) => void,
    private readonly timers: () => Timers,
    private readonly newKey: () => string,
  ) {}

  call<K extends RequestCase>(kind: K, value: RequestValue<K>, options: RequestOptions = {}): Promise<ReplyValue<K>> {
    if (this.#ended) return Promise.reject(this.#ended);
    const id = this.#nextId++;
    const work = new Promise<ReplyValue<K>>((resolve, reject) => {
      const settle = (outcome: IliveError | Reply['result']): void => {
        this.#forget(id);
        if (outcome instanceof IliveError) reject(outcome);
        else if (outcome.case === 'error') reject(errorFromWire(outcome.value));
        else if (outcome.case === 'done' && !ANSWERED.has(kind)) resolve(undefined as ReplyValue<K>);
        else if (outcome.case === kind) resolve(outcome.value as ReplyValue<K>);
        else reject(new IliveError('ilive', 8052, { subReason: 'wrong_reply', message: `${kind} was answered with ${outcome.case}` }));
      };
      const request = { case: kind, value } as RequestInit;
      const clientKey = READS.has(kind) ? '' : this.newKey();
      const pending: Pending = { request, clientKey, options, settle, timer: undefined };
      this.#pending.set(id, pending);
      if (!options.restsWhileLost || this.#ready !== 'down') this.#limit(pending);
      if (this.#open(pending)) this.send(id, clientKey, request);
    });
    return untilAborted(options.signal, work, () => this.#forget(id));
  }

  handleReply(reply: Reply): void {
    this.#pending.get(reply.requestId)?.settle(reply.result);
  }

  /** The session is up. `resumed`: it is the old one, so all that is unanswered goes out again. */
  handleUp(resumed: boolean): void {
    this.#ready = resumed ? 'room' : 'session';
    this.#sendAgain(() => true);
  }

  /** The room was entered in a new session: what was held back for it may go. */
  handleRoomReady(): void {
    const held = this.#ready === 'session';
    this.#ready = 'room';
    if (held) this.#sendAgain((pending) => pending.options.inRoom === true);
  }

  handleDown(): void {
    this.#ready = 'down';
    for (const pending of this.#pending.values()) if (pending.options.restsWhileLost) clearTimeout(pending.timer);
  }

  /** The login has ended: nothing will be answered any more, and what is still asked fails with `error`. */
  handleEnd(error: IliveError): void {
    this.#ended = error;
    this.handleGivenUp(error);
  }

  /** All that is pending ends. */
  handleGivenUp(error: IliveError): void {
    for (const pending of [...this.#pending.values()]) pending.settle(error);
  }

  get isUp(): boolean {
    return this.#ready !== 'down' && this.#ended === undefined;
  }

  /** Logins are asked before the session is up; they are not repeated. */
  callFirst(value: RequestValue<'login'>, deadlineMs: number, signal: AbortSignal): Promise<ReplyValue<'login'>> {
    const before = this.#ready;
    this.#ready = 'room';
    const reply = this.call('login', value, { deadlineMs, signal });
    this.#ready = before;
    return reply;
  }

  #open(pending: Pending): boolean {
    return this.#ready === 'room' || (this.#ready === 'session' && !pending.options.inRoom);
  }

  #sendAgain(which: (pending: Pending) => boolean): void {
    for (const [id, pending] of [...this.#pending]) {
      if (!this.#open(pending) || !which(pending)) continue;
      if (pending.options.restsWhileLost) this.#limit(pending);
      this.send(id, pending.clientKey, pending.request);
    }
  }

  #limit(pending: Pending): void {
    const { deadlineMs = this.timers().request * REQUEST_TRIES, silence } = pending.options;
    clearTimeout(pending.timer);
    const timeout = (): void => pending.settle(silence?.() ?? new IliveError('av', 1005, { subReason: 'no_answer' }));
    pending.timer = setTimeout(timeout, deadlineMs);
  }

  #forget(id: number): void {
    clearTimeout(this.#pending.get(id)?.timer);
    this.#pending.delete(id);
  }
}
