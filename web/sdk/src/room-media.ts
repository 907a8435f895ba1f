import { Voices } from './audio.js';
import { openCamera, openMicrophone, openScreen } from './capture.js';
import { Meter } from './meter.js';
import { PROFILES } from './profiles.js';
import { RoomPublisher, type PublisherWorld } from './publisher.js';
import type { Slots } from './slots.js';
import { LocalSource } from './sources.js';
import type { Source } from './types/ids.js';
import type { Camera, CameraOptions, Microphone, MicrophoneOptions, ScreenOptions } from './types/media.js';

/** The microphone with its meter. */
export class MeteredMicrophone extends LocalSource<MicrophoneOptions> implements Microphone {
  readonly #meter = new Meter();

  constructor(publisher: RoomPublisher) {
    super({ source: 'audio', open: openMicrophone, fallback: ({ kind }) => (kind ? { kind } : {}) }, publisher);
    this.state.subscribe((state) => this.#meter.follow(state.state === 'live' ? state.track : null));
  }

  get level() {
    return this.#meter.level;
  }
}

/** All that goes out of a room member's machine, and the voices that come in. */
export class RoomMedia {
  readonly camera: Camera & LocalSource<CameraOptions>;
  readonly microphone: MeteredMicrophone;
  readonly screen: LocalSource<ScreenOptions>;
  readonly audio: Voices;

  constructor(world: PublisherWorld, slots: Slots, onBlocked: () => void) {
    const publisher = new RoomPublisher(world);
    this.camera = new LocalSource<CameraOptions>(
      {
        source: 'main',
        open: openCamera,
        profile: ({ profile }) => PROFILES[profile ?? '720p'],
        // Whatever camera there is, in the same size and on the same element.
        fallback: ({ deviceId: _, ...rest }) => rest,
      },
      publisher,
    );
    this.microphone = new MeteredMicrophone(publisher);
    this.screen = new LocalSource<ScreenOptions>({ source: 'aux', open: openScreen, fallback: null }, publisher);
    this.audio = new Voices(slots, onBlocked);
  }

  handleMutedByHost(sources: readonly Source[]): void {
    this.microphone.handleMutedByHost(sources.includes('audio'));
    this.camera.handleMutedByHost(sources.includes('main'));
    this.screen.handleMutedByHost(sources.includes('aux'));
  }

  /** In a new connection: what was sent is sent again. */
  async republish(): Promise<void> {
    await Promise.all([this.microphone.republish(), this.camera.republish(), this.screen.republish()]);
  }

  async closeSources(): Promise<void> {
    await Promise.all([this.microphone.handleClose(), this.camera.handleClose(), this.screen.handleClose()]);
  }
}

