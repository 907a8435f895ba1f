import { backoffMs } from './backoff.js';
import { IliveError } from './errors.js';
import type { Verdict } from './probe.js';
import { DEFAULT_TIMERS, type Timers } from './timers.js';

/** A connection that is being made, or is there. */
export interface Wire {
  send(bytes: Uint8Array<ArrayBuffer>): void;
  close(): void;
}

/** What a wire tells. After `closed` nothing follows. */
export interface WireHandlers {
  opened(): void;
  received(bytes: ArrayBuffer): void;
  closed(): void;
}

/** The link's way to the world. */
export interface LinkWorld {
  dial(handlers: WireHandlers): Wire;
  /** Finds out why a connection did not open. */
  probe(): Promise<Verdict>;
  /** From 0 to 1. */
  random(): number;
}

/** What the link tells its session. */
export interface LinkListener {
  opened(): void;
  received(bytes: ArrayBuffer): void;
  /** Gone; the next try is at `nextAt` (unix ms). `since`: when the server was last heard. */
  lost(retry: { attempt: number; nextAt: number; since: number }): void;
  /** No use to try again. */
  failed(error: IliveError): void;
}

type Phase =
  | { at: 'idle' }
  | { at: 'dialing'; wire: Wire; timer: Timer }
  | { at: 'open'; wire: Wire; liveness: Timer }
  | { at: 'waiting'; timer: Timer }
  | { at: 'closed' };
type Timer = ReturnType<typeof setTimeout>;

/** Between two pings, and after the second: unanswered, the link is lost. In ms. */
const PING_MS = 500;

/** A link that was up so long was of use: what comes after it counts anew. */
const OF_USE_MS = 10_000;

/** Keeps one connection to the server: dials, notices loss, waits, dials again. Knows nothing of what is said on it. */
export class Link {
  #phase: Phase = { at: 'idle' };
  #attempt = 0;
  /** Since when a session is up on it. */
  #upSince = Infinity;
  #everUp = false;
  #startedAt = 0;
  #heardAt = 0;
  #ping: Timer | undefined;
  timers: Timers = DEFAULT_TIMERS;

  constructor(
    private readonly world: LinkWorld,
    private readonly listener: LinkListener,
    private readonly pingFrame: () => Uint8Array<ArrayBuffer>,
  ) {}

  start(): void {
    this.#startedAt = this.#heardAt = Date.now();
    this.#dial();
  }

  send(bytes: Uint8Array<ArrayBuffer>): void {
    if (this.#phase.at === 'open') this.#phase.wire.send(bytes);
  }

  /** The session is up: later losses are never final by themselves. */
  handleEstablished(): void {
    this.#upSince = Date.now();
    this.#everUp = true;
  }

  /** The server turned the session away for now. */
  handleTurnedAway(error: IliveError): void {
    this.#drop();
    this.#retry(error.retryAfterMs, error);
  }

  /** Nothing has come on a media path that was alive: ask whether the server still hears us. */
  handleMediaSilent(): void {
    if (this.#phase.at === 'open' && this.#ping === undefined) this.#pingThen(() => this.#pingThen(() => this.#lose()));
  }

  /** The network has changed for the better: do not wait for the next try. */
  handleOnline(): void {
    if (this.#phase.at !== 'waiting') return;
    clearTimeout(this.#phase.timer);
    this.#dial();
  }

  close(): void {
    this.#drop();
    this.#phase = { at: 'closed' };
  }

  #pingThen(next: () => void): void {
    this.send(this.pingFrame());
    this.#ping = setTimeout(next, PING_MS);
  }

  #dial(): void {
    // Handlers of a wire that was dropped tell nothing any more.
    let current = true;
    const mine = (act: () => void) => (): void => {
      if (current) act();
    };
    const wire = this.world.dial({
      opened: mine(() => this.#handleOpened()),
      received: (bytes) => {
        if (current) this.#handleReceived(bytes);
      },
      closed: mine(() => {
        current = false;
        if (this.#phase.at === 'open') this.#lose();
        else void this.#classify();
      }),
    });
    const close = (): void => {
      current = false;
      wire.close();
    };
    const timer = setTimeout(() => this.#lose(), this.timers.dial);
    this.#phase = { at: 'dialing', wire: { send: (bytes) => wire.send(bytes), close }, timer };
  }

  #handleOpened(): void {
    if (this.#phase.at !== 'dialing') return;
    clearTimeout(this.#phase.timer);
    this.#heardAt = Date.now();
    this.#phase = { at: 'open', wire: this.#phase.wire, liveness: this.#watch() };
    this.listener.opened();
  }

  #handleReceived(bytes: ArrayBuffer): void {
    this.#heardAt = Date.now();
    clearTimeout(this.#ping);
    this.#ping = undefined;
    this.listener.received(bytes);
  }

  #watch(): Timer {
    return setTimeout(() => {
      if (this.#phase.at !== 'open') return;
      if (Date.now() - this.#heardAt >= this.timers.linkLost) this.#lose();
      else this.#phase.liveness = this.#watch();
    }, Math.max(1, this.#heardAt + this.timers.linkLost - Date.now()));
  }

  #lose(): void {
    this.#drop();
    this.#retry(0);
  }

  #drop(): void {
    const phase = this.#phase;
    clearTimeout(this.#ping);
    this.#ping = undefined;
    if (phase.at === 'dialing' || phase.at === 'waiting') clearTimeout(phase.timer);
    if (phase.at === 'open') clearTimeout(phase.liveness);
    if (phase.at === 'dialing' || phase.at === 'open') phase.wire.close();
    if (phase.at !== 'closed') this.#phase = { at: 'idle' };
  }

  /** The connection did not open: a browser's WebSocket does not say why. */
  async #classify(): Promise<void> {
    this.#drop();
    const before = this.#phase;
    const verdict = await this.world.probe();
    if (this.#phase !== before) return;
    const final = verdict.kind === 'origin_refused' || (!this.#everUp && (verdict.kind === 'foreign' || verdict.kind === 'unreachable'));
    if (final) this.#fail(verdictError(verdict));
    else this.#retry(0);
  }

  #retry(atLeastMs: number, cause?: IliveError): void {
    if (this.#phase.at === 'closed') return;
    const deadline = this.#startedAt + this.timers.enter;
    if (!this.#everUp && Date.now() >= deadline) {
      return this.#fail(cause ?? new IliveError('av', 1005, { subReason: 'login_timeout' }));
    }
    // One that ends sooner may end by what is asked on it, and would be dialled without pause.
    if (Date.now() - this.#upSince >= OF_USE_MS) this.#attempt = 0;
    this.#upSince = Infinity;
    this.#attempt += 1;
    let wait = backoffMs(this.#attempt, this.world.random(), atLeastMs);
    if (!this.#everUp) wait = Math.min(wait, Math.max(0, deadline - Date.now()));
    this.#phase = { at: 'waiting', timer: setTimeout(() => this.#dial(), wait) };
    this.listener.lost({ attempt: this.#attempt, nextAt: Date.now() + wait, since: this.#heardAt });
  }

  #fail(error: IliveError): void {
    this.close();
    this.listener.failed(error);
  }
}

function verdictError(verdict: Verdict): IliveError {
  switch (verdict.kind) {
    case 'origin_refused':
      return new IliveError('av', 10003, { subReason: 'origin_refused' });
    case 'foreign':
      return new IliveError('ilive', 8052, { subReason: 'foreign_answer' });
    case 'unreachable':
      return new IliveError('ilive', 8012, { subReason: 'unreachable' });
    case 'ours':
    case 'silent':
      return new IliveError('av', 1005, { subReason: 'login_timeout' });
  }
}
