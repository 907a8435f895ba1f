import { asIliveError, type IliveError } from './errors.js';
import type { MediaPath } from './media-path.js';

export interface SlotGrowthWorld {
  readonly path: () => MediaPath | undefined;
  readonly isConnected: () => boolean;
  /** How many pictures there are to be shown. */
  readonly wanted: () => number;
  readonly failed: (error: IliveError) => void;
}

/** The most pictures that a room has: ten main and one auxiliary (E.10). */
const MAX_PICTURES = 11;

/** Keeps as many slots as there are pictures to show: more by one more offer, never fewer. */
export class SlotGrowth {
  #growing = false;

  constructor(private readonly world: SlotGrowthWorld) {}

  /** Members, views or the connection have changed. */
  handleChanged(): void {
    if (!this.#growing) void this.#grow();
  }

  async #grow(): Promise<void> {
    this.#growing = true;
    try {
      // While the offer was out, more may have come.
      for (let missing = this.#missing(); missing > 0; missing = this.#missing()) await this.world.path()?.grow(missing);
    } catch (thrown) {
      this.world.failed(asIliveError(thrown).with({ delivery: 'event' }));
    } finally {
      this.#growing = false;
    }
  }

  #missing(): number {
    const path = this.world.path();
    if (!path || !this.world.isConnected()) return 0;
    return Math.min(this.world.wanted(), MAX_PICTURES) - path.peer.videoSlots;
  }
}
