import type { Voices } from './audio.js';
import type { Checks } from './checks.js';
import { checkFits } from './device-checks.js';
import { IliveError, refused } from './errors.js';
import type { Layer, Operations } from './operations.js';
import type { OpenOptions } from './types/devices.js';
import type { Cancellable } from './types/observable.js';

export interface PlayerWorld {
  readonly operations: Operations;
  readonly checks: Checks;
  readonly guard: () => void;
}

/** Where sound comes out, as a device. A browser plays as soon as it may; an open chooses the speaker, a close is silence. */
export class Player {
  #open = false;

  constructor(
    private readonly voices: Voices,
    private readonly world: PlayerWorld,
  ) {}

  get isOpen(): boolean {
    return this.#open;
  }

  start(options: OpenOptions, layer: Layer): Promise<void> {
    const { operations, checks, guard } = this.world;
    const guards = (): void => {
      checks.device(layer, 'open player', () => checkFits('player', options));
      if (this.#open) throw refused('av', 1003, 'open', 'the player is open already');
      guard();
    };
    const work = async (wanted: AbortSignal): Promise<void> => {
      if (options.deviceId !== undefined) await this.voices.setSpeaker(options.deviceId);
      if (wanted.aborted) throw new IliveError('ilive', 8007, { subReason: 'left' });
      this.voices.silence(false);
      this.#open = true;
    };
    return operations.make({ layer, verb: 'open player', signal: options.signal, guards, work });
  }

  stop(layer: Layer, { signal }: Cancellable = {}): Promise<void> {
    const { operations, checks } = this.world;
    const guards = (): void => {
      checks.device(layer, 'close player');
      if (!this.#open) throw refused('av', 1003, 'closed', 'the player is closed already');
    };
    const work = async (): Promise<void> => {
      this.voices.silence(true);
      this.#open = false;
    };
    return operations.make({ layer, verb: 'close player', signal, guards, work });
  }
}
