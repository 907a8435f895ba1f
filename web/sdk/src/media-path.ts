import { IliveError, asIliveError } from './errors.js';
import type { OfferInit, PathState, Peer } from './peer.js';
import type { Caller } from './requests.js';
import type { Timers } from './timers.js';

/** What a path tells its room. */
export interface PathListener {
  /** Sound and picture flow, for the first time or again. */
  connected(): void;
  /** They do not; the path is being repaired until `deadline` (unix ms). */
  interrupted(deadline: number): void;
  /** It cannot be repaired: the room has to be entered anew. */
  broken(error: IliveError): void;
}

/** A path that is disturbed for less than this mends itself, in ms. */
const DISTURBED_MS = 2_000;

type Timer = ReturnType<typeof setTimeout>;

/** One peer connection's life: its first connection, more slots, repair. Negotiations follow one another. */
export class MediaPath {
  #state: 'connecting' | 'up' | 'disturbed' | 'repairing' | 'closed' = 'connecting';
  #timer: Timer | undefined;
  #turn: Promise<unknown> = Promise.resolve();
  #entered: { resolve: () => void; reject: (error: IliveError) => void } | undefined;

  constructor(
    readonly peer: Peer,
    private readonly caller: Caller,
    private readonly timers: () => Timers,
    private readonly listener: PathListener,
  ) {}

  offer(): Promise<OfferInit> {
    return this.peer.offer(false);
  }

  /** Takes the first answer; done when sound and picture can flow. @throws {IliveError} 10005, or `av` 1 where the identity is wrong. */
  async answer(sdp: string): Promise<void> {
    await this.#takeAnswer(sdp);
    if (this.peer.path === 'connected') return this.#handleConnected();
    if (this.peer.path === 'failed') throw this.#failure();
    await new Promise<void>((resolve, reject) => {
      this.#entered = { resolve, reject };
      this.#timer = setTimeout(() => reject(new IliveError('av', 10005, { subReason: 'ice_timeout' })), this.timers().ice);
    });
  }

  /** More receive-only sections, by one more offer. */
  async grow(count: number): Promise<void> {
    if (count <= 0) return;
    await this.#negotiate(false, () => this.peer.addVideoSlots(count));
  }

  /** A new offer as it is: for sections that an answer had refused. */
  async refresh(): Promise<void> {
    await this.#negotiate(false);
  }

  handlePath(state: PathState): void {
    if (this.#state === 'closed') return;
    if (state === 'connected') this.#handleConnected();
    else if (state === 'failed') this.#handleFailed();
    else if (state === 'disconnected' && this.#state === 'up') {
      this.#state = 'disturbed';
      this.#timer = setTimeout(() => this.repair(), DISTURBED_MS);
    }
  }

  /** Finds a new way between the two ends: an ICE restart. */
  repair(): void {
    if (this.#state !== 'up' && this.#state !== 'disturbed') return;
    clearTimeout(this.#timer);
    this.#state = 'repairing';
    const { ice } = this.timers();
    this.#timer = setTimeout(() => this.#break(new IliveError('av', 10005, { subReason: 'ice_timeout', delivery: 'event' })), ice);
    this.listener.interrupted(Date.now() + ice);
    // Where the old way still holds, the browser has no news to tell: then it is enough that both ends agree.
    const agreed = (): void => {
      if (this.#state === 'repairing' && this.peer.path === 'connected') this.#handleConnected();
    };
    this.#negotiate(true).then(agreed).catch((thrown: unknown) => this.#break(asIliveError(thrown)));
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#state = 'closed';
    this.#entered?.reject(new IliveError('ilive', 8007, { subReason: 'left' }));
    this.peer.close();
  }

  #handleConnected(): void {
    clearTimeout(this.#timer);
    const before = this.#state;
    this.#state = 'up';
    this.#entered?.resolve();
    if (before !== 'up' && before !== 'disturbed') this.listener.connected();
  }

  #handleFailed(): void {
    if (this.#state !== 'connecting') return this.repair();
    clearTimeout(this.#timer);
    this.#entered?.reject(this.#failure());
  }

  #failure(): IliveError {
    const identity = this.peer.failure() === 'dtls';
    return identity ? new IliveError('av', 1, { subReason: 'dtls_failed' }) : new IliveError('av', 10005, { subReason: 'ice_failed' });
  }

  #break(error: IliveError): void {
    if (this.#state === 'closed') return;
    this.close();
    this.listener.broken(error);
  }

  #negotiate(restartIce: boolean, prepare?: () => void): Promise<void> {
    const turn = this.#turn.then(async () => {
      prepare?.();
      const offer = await this.peer.offer(restartIce);
      const { answerSdp } = await this.caller.call('negotiate', { offer }, { inRoom: true });
      await this.#takeAnswer(answerSdp);
    });
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  async #takeAnswer(sdp: string): Promise<void> {
    try {
      await this.peer.answer(sdp);
    } catch (cause) {
      throw new IliveError('av', 1, { subReason: 'bad_answer', cause });
    }
  }
}
