import { IliveError, asIliveError } from './errors.js';
import type { Caller } from './requests.js';
import type { TinyId } from './types/ids.js';

export interface Identity {
  readonly userId: string;
  readonly nick: string;
}

/** One request names at most this many. */
const BATCH = 100;
/** A member who could not be named is tried again after this, in ms. */
const AGAIN_MS = 2_000;
/** So often the server may say that it knows nobody of that number: who has left is not known any more. */
const UNKNOWN_MAX = 5;

/** Who is behind a tiny id. Only answers of the server fill it; what is wanted at one moment is asked in one request. */
export class Identities {
  #known = new Map<TinyId, Identity>();
  #wanted = new Set<TinyId>();
  /** Just failed: left alone for a moment. */
  #resting = new Set<TinyId>();
  /** How often each was not known. */
  #unknown = new Map<TinyId, number>();
  #asking = false;
  #ended = false;
  #listeners = new Set<() => void>();

  constructor(
    private readonly caller: Caller,
    private readonly warn: (error: IliveError) => void,
  ) {}

  /** Null while it is not known: then it is asked for, and {@link onKnown} tells. */
  get(tinyId: TinyId): Identity | null {
    const identity = this.#known.get(tinyId);
    if (identity) return identity;
    if (tinyId !== '0') this.#want(tinyId);
    return null;
  }

  /** The other way round, of those that are known. */
  tinyIdOf(userId: string): TinyId | null {
    for (const [tinyId, identity] of this.#known) if (identity.userId === userId) return tinyId;
    return null;
  }

  /** Calls `listener` whenever more are known. @returns the way to stop that. */
  onKnown(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  handleKnown(tinyId: TinyId, identity: Identity): void {
    this.#known.set(tinyId, identity);
  }

  /** The login has ended: nobody can be asked any more. */
  handleEnd(): void {
    this.#ended = true;
  }

  #want(tinyId: TinyId): void {
    if (this.#ended || this.#resting.has(tinyId) || (this.#unknown.get(tinyId) ?? 0) >= UNKNOWN_MAX) return;
    this.#wanted.add(tinyId);
    if (this.#asking) return;
    this.#asking = true;
    queueMicrotask(() => void this.#ask());
  }

  async #ask(): Promise<void> {
    while (this.#wanted.size > 0) {
      const batch = [...this.#wanted].slice(0, BATCH);
      for (const tinyId of batch) this.#wanted.delete(tinyId);
      await this.#resolve(batch).catch((thrown: unknown) => this.#handleFailed(batch, asIliveError(thrown)));
    }
    this.#asking = false;
  }

  async #resolve(batch: readonly TinyId[]): Promise<void> {
    const { identities } = await this.caller.call('resolve', { userIds: [], tinyIds: batch.map(BigInt) });
    for (const { tinyId, userId, nick } of identities) this.#known.set(String(tinyId), { userId, nick });
    for (const listener of [...this.#listeners]) listener();
    const missing = batch.filter((tinyId) => !this.#known.has(tinyId));
    for (const tinyId of missing) this.#unknown.set(tinyId, (this.#unknown.get(tinyId) ?? 0) + 1);
    if (missing.length > 0) this.#handleFailed(missing, new IliveError('im', 70107, { subReason: 'unknown_id' }));
  }

  #handleFailed(batch: readonly TinyId[], cause: IliveError): void {
    if (this.#ended) return;
    this.warn(new IliveError('av', 1501, { subReason: cause.subReason, cause, delivery: 'event' }));
    for (const tinyId of batch) this.#resting.add(tinyId);
    setTimeout(() => {
      for (const tinyId of batch) this.#resting.delete(tinyId);
      for (const tinyId of batch) this.#want(tinyId);
    }, AGAIN_MS);
  }
}
