import { stillWanted, untilAborted } from './abort.js';
import { backoffMs } from './backoff.js';
import { Cell } from './cell.js';
import { enter, type EnterReply, type GroupReply, type Intent } from './entry.js';
import { IliveError, asIliveError } from './errors.js';
import { MediaPath } from './media-path.js';
import type { PathState, Peer } from './peer.js';
import { BEAT_MS, Pulse, packetsOf } from './pulse.js';
import type { Requests } from './requests.js';
import type { Up } from './session.js';
import type { Timers } from './timers.js';
import type { RoomId } from './types/ids.js';
import type { ConnectionState } from './types/state.js';
import { roomRef } from './wire.js';

export interface SeatWorld {
  readonly requests: Requests;
  readonly timers: () => Timers;
  readonly newPeer: (videoSlots: number, onPath: (state: PathState) => void) => Peer;
  readonly random: () => number;
  /** Nothing comes on a media path that was alive. */
  readonly mediaSilent: () => void;
}

export interface SeatListener {
  /** In the room, for the first time or again, with all that is true now. */
  entered(reply: EnterReply, peer: Peer, again: boolean): void;
  grouped(group: GroupReply): void;
  /** In again: what was sent has to be sent again. */
  reentered(): Promise<void>;
  /** The same seat, but events were lost. */
  gap(): Promise<void>;
  warn(error: IliveError): void;
  lost(error: IliveError): void;
}

/** Receive-only pictures that a connection begins with; more come by one more offer. */
const VIDEO_SLOTS = 4;
/** Codes that pass: the room is tried again, as it is where the server asks for a pause. */
const PASSING: ReadonlySet<number> = new Set([1005, 8012, 10001, 10004, 10005]);

type Retry = { attempt: number; nextAt: number; deadline: number };

/** A place in a room over as many connections as it takes: enters, notices what is lost, enters again. */
export class Seat {
  readonly state = new Cell<ConnectionState>({ state: 'idle' });
  #path: MediaPath | undefined;
  #linkRetry: Retry | undefined;
  #mediaRetry: Retry | undefined;
  #reentry: AbortController | undefined;
  #pulse: Pulse;
  #beat: ReturnType<typeof setInterval> | undefined;
  #packets = 0;
  #loseEntry: (error: IliveError) => void = () => undefined;
  /** The server keeps the seat until then. */
  #seatTimer: ReturnType<typeof setTimeout> | undefined;
  /** Whether the server has let this user in, or may have. */
  #mayBeIn = false;
  #closed: { error?: IliveError } | undefined;

  constructor(
    private readonly intent: () => Intent,
    private readonly world: SeatWorld,
    private readonly listener: SeatListener,
  ) {
    this.#pulse = new Pulse(world.mediaSilent);
  }

  get path(): MediaPath | undefined {
    return this.#path;
  }

  /** The server has let this user in, or may have. */
  get mayBeIn(): boolean {
    return this.#mayBeIn;
  }

  /** The first entry; what fails leaves nothing behind. */
  async enter(signal: AbortSignal | undefined, switchFrom: RoomId | null): Promise<void> {
    this.state.set({ state: 'connecting' });
    const limit = AbortSignal.timeout(this.world.timers().enter);
    try {
      const lost = new Promise<never>((_, reject) => (this.#loseEntry = reject));
      await Promise.race([this.#enter(signal ? AbortSignal.any([signal, limit]) : limit, false, switchFrom), lost]);
      this.#settle();
    } catch (thrown) {
      this.#path?.close();
      if (this.#mayBeIn) this.#undo();
      if (limit.aborted && !signal?.aborted) throw new IliveError('av', 1005, { subReason: 'entry_timeout' });
      throw thrown;
    }
    this.#beat = setInterval(() => void this.#listen(), BEAT_MS);
  }

  /** The server has put this user out again before the entry was done. */
  handlePutOut(error: IliveError): void {
    this.#loseEntry(error);
  }

  handleDown(retry: Retry): void {
    this.#linkRetry = retry;
    const lost = (): void => this.listener.warn(new IliveError('av', 1005, { subReason: 'seat_lost', delivery: 'event' }));
    // One that is on its way in has a time of its own.
    if (this.state.value.state !== 'connecting' && !this.#closed) this.#seatTimer ??= setTimeout(lost, retry.deadline - Date.now());
    this.#settle();
  }

  handleUp(up: Up): void {
    this.#linkRetry = undefined;
    clearTimeout(this.#seatTimer);
    this.#seatTimer = undefined;
    if (this.#closed || this.state.value.state === 'connecting') return;
    if (up.kind === 'fresh') return this.reenter();
    if (up.kind === 'gap') {
      // Without the seat in the room there is nothing to read: enter again.
      this.listener.gap().catch((thrown: unknown) => (asIliveError(thrown).code === 10006 ? this.reenter() : undefined));
    }
    if (this.#pulse.silenced) this.#path?.repair();
    this.#settle();
  }

  /** The seat or the whole connection is gone: a new one, with a new offer. */
  reenter(): void {
    if (this.#closed || this.#reentry) return;
    this.#reentry = new AbortController();
    void this.#tryAgain(this.#reentry.signal);
  }

  close(error?: IliveError): void {
    if (this.#closed) return;
    this.#closed = error ? { error } : {};
    clearInterval(this.#beat);
    clearTimeout(this.#seatTimer);
    this.#reentry?.abort();
    this.#path?.close();
    this.state.set({ state: 'closed', ...this.#closed });
  }

  async #tryAgain(signal: AbortSignal): Promise<void> {
    const deadline = Date.now() + this.world.timers().resumeWindow;
    for (let attempt = 1; !signal.aborted; attempt += 1) {
      this.#mediaRetry = { attempt, nextAt: Date.now(), deadline };
      this.#settle();
      try {
        this.#path?.close();
        await this.#enter(signal, true, null);
        this.world.requests.handleRoomReady();
        await this.listener.reentered();
        this.#reentry = undefined;
        this.#mediaRetry = undefined;
        return this.#settle();
      } catch (thrown) {
        if (signal.aborted) return;
        const error = asIliveError(thrown);
        if (!PASSING.has(error.code) && error.retryAfterMs === 0) return this.listener.lost(error);
        const wait = backoffMs(attempt, this.world.random(), error.retryAfterMs);
        this.#mediaRetry = { attempt, nextAt: Date.now() + wait, deadline };
        this.#settle();
        await new Promise((resolve) => setTimeout(resolve, wait));
      }
    }
  }

  async #enter(signal: AbortSignal, again: boolean, switchFrom: RoomId | null): Promise<void> {
    let path: MediaPath | undefined;
    const peer = this.world.newPeer(VIDEO_SLOTS, (state) => path?.handlePath(state));
    const here = (path = new MediaPath(peer, this.world.requests, this.world.timers, {
      connected: () => this.#handleMedia(here, undefined),
      interrupted: (deadline) => this.#handleMedia(here, { attempt: 1, nextAt: Date.now(), deadline }),
      broken: (error) => {
        this.listener.warn(error.with({ delivery: 'event' }));
        this.reenter();
      },
    }));
    this.#path = here;
    const work = enter(this.#entryWorld(signal), this.intent(), here.offer(), switchFrom, async (reply) => {
      stillWanted(signal);
      this.listener.entered(reply, peer, again);
      await here.answer(reply.answerSdp);
    });
    const group = await untilAborted(signal, work, () => here.close());
    if (group) this.listener.grouped(group);
  }

  /** An entry that is given up gives its requests up too. */
  #entryWorld(signal: AbortSignal) {
    const { requests, timers } = this.world;
    const caller: Pick<Requests, 'call'> = { call: (kind, value, options) => requests.call(kind, value, { signal, ...options }) };
    return { caller, timers, mayBeIn: (may: boolean) => void (this.#mayBeIn = may) };
  }

  /** The server is told of what was given up; nobody waits for that. */
  #undo(): void {
    const { requests } = this.world;
    const { id, withChat } = this.intent();
    requests.call('roomExit', {}).catch(() => undefined);
    if (withChat) requests.call('groupLeave', { room: roomRef(id) }).catch(() => undefined);
  }

  #handleMedia(path: MediaPath, retry: Retry | undefined): void {
    if (path !== this.#path || this.#reentry) return;
    this.#mediaRetry = retry;
    this.#settle();
  }

  #settle(): void {
    const { state } = this.state.value;
    if (this.#closed || (state === 'connecting' && (this.#linkRetry || this.#path?.peer.path !== 'connected'))) return;
    if (this.#linkRetry) this.state.set({ state: 'reconnecting', lost: 'link', ...this.#linkRetry });
    else if (this.#mediaRetry) this.state.set({ state: 'reconnecting', lost: 'media', ...this.#mediaRetry });
    else if (state !== 'connected') this.state.set({ state: 'connected' });
  }

  async #listen(): Promise<void> {
    if (this.#linkRetry || this.#mediaRetry || !this.#path) return;
    const packets = await packetsOf(this.#path.peer.pc);
    this.#pulse.handleBeat(performance.now(), packets > this.#packets);
    this.#packets = packets;
  }
}
