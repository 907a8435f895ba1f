import { openCamera, openMicrophone } from './capture.js';
import { asIliveError } from './errors.js';
import { device as raised } from './up.js';
import { Cell } from './cell.js';
import { Meter } from './meter.js';
import type { Preview } from './types/devices.js';
import type { CameraOptions, MicrophoneOptions } from './types/media.js';

/** Camera and microphone for a look in the mirror: nothing is sent. */
export class LivePreview implements Preview {
  readonly camera = new Cell<MediaStreamTrack | null>(null);
  readonly microphone = new Cell<MediaStreamTrack | null>(null);
  readonly #meter = new Meter();
  #stopped = false;

  get level() {
    return this.#meter.level;
  }

  async useCamera(options: CameraOptions | false): Promise<void> {
    const track = await this.#swap(this.camera, options && (() => openCamera(options)));
    if (options && options.view && track) {
      options.view.muted = true;
      options.view.srcObject = new MediaStream([track]);
    }
  }

  async useMicrophone(options: MicrophoneOptions | false): Promise<void> {
    this.#meter.follow(await this.#swap(this.microphone, options && (() => openMicrophone(options).catch(raise))));
  }

  stop(): void {
    this.#stopped = true;
    this.#meter.follow(null);
    for (const cell of [this.camera, this.microphone]) {
      cell.value?.stop();
      cell.set(null);
    }
  }

  async #swap(cell: Cell<MediaStreamTrack | null>, open: (() => Promise<MediaStreamTrack>) | false): Promise<MediaStreamTrack | null> {
    const track = open ? await open() : null;
    // It was stopped while the device opened.
    if (this.#stopped) track?.stop();
    cell.value?.stop();
    cell.set(this.#stopped ? null : track);
    return cell.value;
  }
}

/** A preview is the façade's: a microphone's general failure is 8020 there. */
function raise(thrown: unknown): never {
  throw raised('microphone', asIliveError(thrown));
}
