import { Cell } from './cell.js';
import type { Slot } from './gen/ilive/v1/room_pb.js';
import type { Picture, Source, TinyId } from './types/ids.js';
import type { Shown } from './types/media.js';
import { sourceFromWire } from './wire.js';

/** What a receive-only section of the connection carries now. */
export interface Carried {
  readonly tinyId: TinyId;
  readonly source: Source;
}

/** The server's mapping of slots, by their `mid`. */
export class Slots {
  readonly shown = new Cell<readonly Shown[]>([]);
  #byMid = new Map<string, Carried>();

  /** @param changed called with every change of the mapping. */
  constructor(private readonly changed: () => void) {}

  /** All slots, as a snapshot has them. */
  handleAll(slots: readonly Slot[]): void {
    this.#byMid.clear();
    this.handleChanged(slots);
  }

  handleChanged(slots: readonly Slot[]): void {
    for (const { mid, tinyId, source: from } of slots) {
      const source = sourceFromWire(from);
      if (tinyId === 0n || source === null) this.#byMid.delete(mid);
      else this.#byMid.set(mid, { tinyId: String(tinyId), source });
    }
    this.shown.renew([...this.#byMid.values()].filter(isPicture));
    this.changed();
  }

  /** Where a picture arrives, if it does. */
  midOf(tinyId: TinyId, source: Source): string | null {
    for (const [mid, carried] of this.#byMid) if (carried.tinyId === tinyId && carried.source === source) return mid;
    return null;
  }

  at(mid: string): Carried | null {
    return this.#byMid.get(mid) ?? null;
  }
}

function isPicture(carried: Carried): carried is Carried & { source: Picture } {
  return carried.source !== 'audio';
}
