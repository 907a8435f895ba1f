import { call } from './cell.js';
import { refused } from './errors.js';
import { needThing } from './guards.js';
import type { EventHandler, IliveEvent } from './types/layers.js';

/** The app's handlers of events, each once, in the order of their coming. */
export class Handlers {
  #handlers = new Set<EventHandler>();

  add(handler: EventHandler): void {
    needThing('listener', handler);
    if (this.#handlers.has(handler)) throw refused('ilive', 8004, 'same_listener', 'this handler was added already');
    this.#handlers.add(handler);
  }

  remove(handler: EventHandler): void {
    if (!this.#handlers.delete(handler)) throw refused('ilive', 8022, 'no_listener', 'this handler was not added');
  }

  clear(): void {
    this.#handlers.clear();
  }

  readonly emit = (event: IliveEvent): void => {
    for (const handler of [...this.#handlers]) call(handler, event);
  };
}
