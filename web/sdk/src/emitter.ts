import { call } from './cell.js';
import { refused } from './errors.js';
import type { Events } from './types/observable.js';

/** The emitting side of {@link Events}. */
export class Emitter<Map extends object> implements Events<Map> {
  #listeners: { [Name in keyof Map]?: Set<(payload: Map[Name]) => void> } = {};

  on = <Name extends keyof Map>(event: Name, listener: (payload: Map[Name]) => void): (() => void) => {
    if (typeof listener !== 'function') throw refused('ilive', 8005, 'no_listener', `on('${String(event)}') was given no function`);
    const listeners = (this.#listeners[event] ??= new Set());
    if (listeners.has(listener)) throw refused('ilive', 8004, 'same_listener', `this function listens to '${String(event)}' already`);
    listeners.add(listener);
    return () => void listeners.delete(listener);
  };

  emit<Name extends keyof Map>(event: Name, payload: Map[Name]): void {
    for (const listener of [...(this.#listeners[event] ?? [])]) call(listener, payload);
  }
}
