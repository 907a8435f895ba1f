import { IliveError } from './errors.js';
import { rungOutMs, type SignallingWorld } from './signalling.js';

/** A call's state; those that have ended are forgotten. */
type One =
  /** Accepted here, the server has not answered; `end` fails the acceptance. */
  | { readonly at: 'enter'; readonly end: (error: IliveError) => void }
  /** Rings here, and counts as timed out by the timer. */
  | { readonly at: 'incoming'; readonly timer: ReturnType<typeof setTimeout> }
  /** Rings there. */
  | { readonly at: 'wait'; readonly timer: ReturnType<typeof setTimeout> }
  /** Both are in it. */
  | { readonly at: 'establish' };

export interface CallTableWorld extends SignallingWorld {
  /** Another call is under way. */
  readonly isBusy: () => boolean;
  /** Tells the server that nobody was asked. */
  readonly busy: (id: string) => void;
}

/** The result of a call that nobody answered (E.15). */
const TIMED_OUT = 2;
/** Calls that may ring at a time: a flood of them is dropped. */
const INCOMING_MAX = 16;

/** The calls that there are, and what the server says of them. */
export class CallTable {
  #calls = new Map<string, One>();

  constructor(private readonly world: CallTableWorld) {}

  get states(): ReadonlyMap<string, One['at']> {
    return new Map([...this.#calls].map(([id, { at }]) => [id, at]));
  }

  at(id: string): One['at'] | undefined {
    return this.#calls.get(id)?.at;
  }

  /** Those in `enter`, `wait` or `establish`. */
  active(): string[] {
    return [...this.#calls].filter(([, { at }]) => at !== 'incoming').map(([id]) => id);
  }

  waits(id: string): void {
    this.#set(id, { at: 'wait', timer: this.#timer(id) });
  }

  enters(id: string, end: (error: IliveError) => void): void {
    this.#set(id, { at: 'enter', end });
  }

  established(id: string): void {
    this.#set(id, { at: 'establish' });
  }

  /** It has ended; an acceptance that is pending fails with `error`. */
  forget(id: string, error?: IliveError): void {
    const one = this.#calls.get(id);
    this.#calls.delete(id);
    if (one?.at === 'incoming' || one?.at === 'wait') clearTimeout(one.timer);
    if (one?.at === 'enter' && error) one.end(error);
  }

  clear(): void {
    for (const id of [...this.#calls.keys()]) this.forget(id);
  }

  handleIncoming(id: string, from: string, video: boolean): void {
    const { config, isBusy, busy, emit } = this.world;
    if (!config.imSupport || (config.autoBusy && isBusy())) return busy(id);
    if (this.#calls.has(id) || this.#calls.size >= INCOMING_MAX) return;
    this.#set(id, { at: 'incoming', timer: this.#timer(id) });
    emit({ name: 'on_call_incoming', call: { id, from, video } });
  }

  /** The answer to one's own acceptance says the same. */
  handleEstablished(id: string): void {
    if (this.at(id) !== 'wait') return;
    this.established(id);
    this.world.emit({ name: 'on_call_established', id });
  }

  handleEnded(id: string, result: number): void {
    if (!this.#calls.has(id)) return;
    this.forget(id, new IliveError('call', result, { message: 'the call has ended', raisedBy: 'server' }));
    this.world.emit({ name: 'on_call_ended', id, result });
  }

  #set(id: string, one: One): void {
    this.forget(id);
    this.#calls.set(id, one);
  }

  /** The server ends what rings; this is for one that is silent. */
  #timer(id: string): ReturnType<typeof setTimeout> {
    return setTimeout(() => this.handleEnded(id, TIMED_OUT), rungOutMs(this.world.config.timers));
  }
}
