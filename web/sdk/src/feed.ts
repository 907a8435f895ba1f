import { IliveError } from './errors.js';

/** What waits for a reader who is slow; beyond it the reader is told (8053). */
const MAX_WAITING = 10_000;

/** The reading end of something that goes on: one reader, in order, until it is closed. */
export class Feed<T> implements AsyncIterableIterator<T> {
  #items: T[] = [];
  #wake: (() => void) | undefined;
  #end: { error?: IliveError } | undefined;

  /** @param onEnd called once, when nothing more is wanted or comes. */
  constructor(private readonly onEnd: () => void) {}

  push(item: T): void {
    if (this.#end) return;
    if (this.#items.length >= MAX_WAITING) return this.close(new IliveError('ilive', 8053, { subReason: 'reader_too_slow' }));
    this.#items.push(item);
    this.#wake?.();
  }

  close(error?: IliveError): void {
    if (this.#end) return;
    this.#end = error ? { error } : {};
    this.#wake?.();
    this.onEnd();
  }

  async next(): Promise<IteratorResult<T>> {
    while (this.#items.length === 0 && !this.#end) await new Promise<void>((wake) => (this.#wake = wake));
    const item = this.#items.shift();
    if (item !== undefined) return { value: item, done: false };
    if (this.#end?.error) throw this.#end.error;
    return { value: undefined, done: true };
  }

  async return(): Promise<IteratorResult<T>> {
    this.#items = [];
    this.close();
    return { value: undefined, done: true };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
