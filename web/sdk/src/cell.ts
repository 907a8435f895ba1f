import type { Observable } from './types/observable.js';

/** The writable side of an {@link Observable}. */
export class Cell<T> implements Observable<T> {
  #value: T;
  #listeners = new Set<(value: T) => void>();
  #measure: (() => () => void) | undefined;
  #stop: (() => void) | undefined;

  /** @param measure starts what feeds the cell, while somebody subscribes; returns the way to stop it. */
  constructor(value: T, measure?: () => () => void) {
    this.#value = value;
    this.#measure = measure;
  }

  get value(): T {
    return this.#value;
  }

  set(value: T): void {
    if (Object.is(this.#value, value)) return;
    this.#value = value;
    for (const listener of [...this.#listeners]) call(listener, value);
  }

  /** Sets a small plain value unless it says the same as the one that is there. */
  renew(value: T): void {
    if (JSON.stringify(this.#value) !== JSON.stringify(value)) this.set(value);
  }

  subscribe(listener: (value: T) => void): () => void {
    // A wrapper of its own, so that the same function may listen twice.
    const entry = (value: T): void => listener(value);
    this.#listeners.add(entry);
    if (this.#listeners.size === 1) this.#stop = this.#measure?.();
    return () => {
      if (!this.#listeners.delete(entry) || this.#listeners.size > 0) return;
      this.#stop?.();
      this.#stop = undefined;
    };
  }
}

/** Calls an app's function: what it throws is the app's, and is reported without stopping others. */
export function call<T>(listener: (payload: T) => void, payload: T): void {
  try {
    listener(payload);
  } catch (thrown) {
    queueMicrotask(() => {
      throw thrown;
    });
  }
}
