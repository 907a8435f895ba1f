import { signal, type ReadonlySignal } from '@preact/signals';
import type { Observable } from '@ilive/client';
import { useEffect, useState } from 'preact/hooks';

/** Ways to stop, called together when a page's state ends. */
export class Cleanup {
  readonly #all: Array<() => void> = [];

  add(...stops: Array<() => void>): void {
    this.#all.push(...stops);
  }

  run(): void {
    for (const stop of this.#all.splice(0).reverse()) stop();
  }
}

/** A value of the SDK as a signal, until `cleanup` runs. */
export function signalOf<T>(source: Observable<T>, cleanup: Cleanup): ReadonlySignal<T> {
  const mirror = signal(source.value);
  cleanup.add(source.subscribe((value) => (mirror.value = value)));
  return mirror;
}

/** A value of the SDK while a component is there: for those that are measured only while somebody listens. */
export function useObservable<T>(source: Observable<T>): T {
  const [value, setValue] = useState(() => source.value);
  useEffect(() => {
    setValue(() => source.value);
    return source.subscribe((next) => setValue(() => next));
  }, [source]);
  return value;
}
