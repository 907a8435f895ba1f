import { IM_UNKNOWN_ID, type Checks } from '../checks.js';
import { IliveError, asIliveError, refused } from '../errors.js';
import type { Operations } from '../operations.js';
import type { Caller } from '../requests.js';
import type { Timers } from '../timers.js';
import type { TinyId } from '../types/ids.js';
import type { ContextState } from '../types/layers.js';
import type { Cancellable } from '../types/observable.js';

/** Who can be asked for the own id: a login whose link is up. */
export interface Asked {
  readonly caller: Caller;
  readonly userId: string;
}

export interface ContextWorld {
  readonly operations: Operations;
  readonly checks: Checks;
  readonly released: () => boolean;
  readonly timers: () => Timers;
  /** Null: not logged in, or the link is down. */
  readonly asked: () => Asked | null;
  /** Whether this browser has what sound and picture need. */
  readonly hasMedia: () => boolean;
}

const already = (message: string): IliveError => refused('av', 1003, '', message);

/**
 * The AV context (C.1). A start asks IM for the own tiny id every time (R2): 1502 when there is nobody to ask or the id is unknown, 6999
 * when IM answers with an error, 7000 when it is silent.
 */
export class AvContext {
  #state: ContextState = 'CONTEXT_STATE_STOPPED';
  #own: TinyId | null = null;

  constructor(private readonly world: ContextWorld) {}

  get state(): ContextState {
    return this.#state;
  }

  get own(): TinyId | null {
    return this.#own;
  }

  create(): Promise<void> {
    const guards = (): void => {
      if (this.#state !== 'CONTEXT_STATE_GONE') throw already('there is a context already');
    };
    return this.world.operations.now({ layer: 'av', verb: 'ask', guards, answer: () => this.#become('CONTEXT_STATE_STOPPED') });
  }

  start({ signal }: Cancellable = {}): Promise<void> {
    const { operations, checks } = this.world;
    const guards = (): void => {
      this.#exists();
      checks.free('start');
      if (this.#state === 'CONTEXT_STATE_STARTED') throw already('the context is started');
    };
    return operations.make({ layer: 'av', verb: 'start', signal, guards, work: (wanted) => this.begin(wanted) });
  }

  stop(): Promise<void> {
    const { operations, checks } = this.world;
    const guards = (): void => {
      this.#exists();
      checks.free('stop');
      if (this.#state === 'CONTEXT_STATE_STOPPED') throw already('the context is stopped');
      checks.roomExited();
      checks.testStopped();
    };
    return operations.make({ layer: 'av', verb: 'stop', guards, work: async () => this.reset() });
  }

  destroy(): Promise<void> {
    const guards = (): void => {
      this.#exists();
      if (this.#state !== 'CONTEXT_STATE_STOPPED') throw refused('av', 1102, '', 'the context is not stopped');
    };
    return this.world.operations.now({ layer: 'av', verb: 'ask', guards, answer: () => this.#become('CONTEXT_STATE_GONE') });
  }

  /** The start itself, of either layer; a destroyed context is made again by a login. */
  async begin(wanted: AbortSignal): Promise<void> {
    if (this.#state === 'CONTEXT_STATE_STARTED') return;
    this.#state = 'CONTEXT_STATE_STARTING';
    try {
      const own = await this.#ownId(wanted);
      if (!this.world.hasMedia()) throw new IliveError('av', 1, { subReason: 'engine_failed', message: 'this browser has no RTCPeerConnection' });
      if (wanted.aborted) throw new IliveError('ilive', 8007, { subReason: 'left' });
      this.#own = own;
      this.#state = 'CONTEXT_STATE_STARTED';
    } catch (thrown) {
      this.#state = 'CONTEXT_STATE_STOPPED';
      throw thrown;
    }
  }

  /** Stopped, whatever it was. */
  reset(): void {
    this.#own = null;
    if (this.#state !== 'CONTEXT_STATE_GONE') this.#state = 'CONTEXT_STATE_STOPPED';
  }

  #become(state: ContextState): void {
    this.#state = state;
  }

  #exists(): void {
    if (this.world.released() || this.#state === 'CONTEXT_STATE_GONE') throw refused('av', 1101, '', 'the context is destroyed');
  }

  async #ownId(signal: AbortSignal): Promise<TinyId> {
    const asked = this.world.asked();
    if (!asked) throw new IliveError('av', 1502, { message: 'there is no login, or no link, to ask for the own id' });
    const silence = (): IliveError => new IliveError('av', 7000);
    const question = { userIds: [asked.userId], tinyIds: [] };
    const options = { deadlineMs: this.world.timers().ownId, signal, silence };
    const { identities } = await asked.caller.call('resolve', question, options).catch((thrown: unknown) => {
      throw ownIdError(asIliveError(thrown));
    });
    const own = identities.find(({ userId }) => userId === asked.userId);
    if (!own) throw new IliveError('av', 1502, { subReason: 'unknown_id' });
    return String(own.tinyId);
  }
}

/** Silence has its own code already; what IM said is nested. */
function ownIdError(cause: IliveError): IliveError {
  const { traceId } = cause;
  if (cause.module === 'im' && cause.code === IM_UNKNOWN_ID) return new IliveError('av', 1502, { subReason: 'unknown_id', traceId, cause });
  return cause.raisedBy === 'server' ? new IliveError('av', 6999, { subReason: cause.subReason, traceId, cause }) : cause;
}
