import { IliveError, type Delivery } from './errors.js';

function cancelled(delivery: Delivery): IliveError {
  return new IliveError('ilive', 8007, { subReason: 'aborted', delivery });
}

/** Refuses at the call what was given up before it began. */
export function notAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw cancelled('return');
}

/** `work`, or 8007 as soon as `signal` says so; then `giveUp` undoes what may have begun. */
export function untilAborted<T>(signal: AbortSignal | undefined, work: Promise<T>, giveUp?: () => void): Promise<T> {
  if (!signal) return work;
  return new Promise<T>((resolve, reject) => {
    const abort = (): void => {
      reject(cancelled('completion'));
      giveUp?.();
    };
    if (signal.aborted) return abort();
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

/** Throws 8007 between two steps of something long. */
export function stillWanted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw cancelled('completion');
}
