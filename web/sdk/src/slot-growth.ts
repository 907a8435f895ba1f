import { asIliveError, type IliveError } from './errors.js';
import { AUX_VIDEOS, MAIN_VIDEOS } from './limits.gen.js';
import type { MediaPath } from './media-path.js';

export interface SlotGrowthWorld {
  readonly path: () => MediaPath | undefined;
  readonly isConnected: () => boolean;
  /** How many pictures there are to be shown. */
  readonly wanted: () => number;
  readonly failed: (error: IliveError) => void;
}

/** The most pictures that a room has. */
const PICTURES_MAX = MAIN_VIDEOS + AUX_VIDEOS;

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
    return Math.min(this.world.wanted(), PICTURES_MAX) - path.peer.videoSlots;
  }
}
