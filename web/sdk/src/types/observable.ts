/** A value that changes, and can be read at any time. */
export interface Observable<T> {
  /** What holds now. A new object with every change, never altered in place. */
  readonly value: T;
  /** Calls `listener` with every later value. @returns the way to stop that. */
  subscribe(listener: (value: T) => void): () => void;
}

/** Named events, each with one argument. */
export interface Events<Map extends object> {
  /** @returns the way to stop listening. @throws {IliveError} 8005 without a listener, 8004 for the same one twice. */
  on<Name extends keyof Map>(event: Name, listener: (payload: Map[Name]) => void): () => void;
}

/** Gives up what was asked: its promise fails with 8007. */
export interface Cancellable {
  readonly signal?: AbortSignal;
}
