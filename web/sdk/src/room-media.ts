import { Voices } from './audio.js';
import type { Capture } from './capture.js';
import { DEVICE_KINDS, rivalsOf } from './device-kinds.js';
import type { External } from './external.js';
import type { PlayedFile } from './media-file.js';
import { Meter } from './meter.js';
import type { Operations } from './operations.js';
import { Player } from './player.js';
import { EXTERNAL_PROFILE, PROFILES } from './profiles.js';
import { RoomPublisher, type PublisherWorld } from './publisher.js';
import type { Checks } from './checks.js';
import type { Slots } from './slots.js';
import { LocalSource, type SourceWorld } from './sources.js';
import type { DeviceKind, OpenOptions } from './types/devices.js';
import type { Source } from './types/ids.js';
import type { Camera, CameraOptions, Microphone, MicrophoneOptions, ScreenOptions } from './types/media.js';

export interface RoomMediaWorld extends PublisherWorld {
  readonly operations: Operations;
  readonly checks: Checks;
  readonly capture: Capture;
  /** Frames of external capture that may wait. */
  readonly framePool: number;
}

/** The microphone with its meter. */
export class MeteredMicrophone extends LocalSource<MicrophoneOptions> implements Microphone {
  readonly #meter = new Meter();
  #volume = 1;
  #audio: AudioContext | undefined;

  constructor(world: RoomMediaWorld, source: SourceWorld) {
    const { openMicrophone } = world.capture;
    const fallback = ({ kind }: MicrophoneOptions): MicrophoneOptions => (kind ? { kind } : {});
    super({ device: 'microphone', source: 'audio', open: openMicrophone, fallback }, new RoomPublisher(world, 'microphone'), source);
    this.state.subscribe((state) => this.#meter.follow(state.state === 'live' ? state.track : null));
  }

  get level() {
    return this.#meter.level;
  }

  /** 0 to 1, of what is sent. */
  setVolume(volume: number): void {
    this.#volume = volume;
    void this.sendAnew();
  }

  protected override sent(track: MediaStreamTrack): MediaStreamTrack {
    void this.#audio?.close();
    this.#audio = undefined;
    if (this.#volume === 1) return track;
    const audio = (this.#audio = new AudioContext());
    const out = audio.createMediaStreamDestination();
    audio.createMediaStreamSource(new MediaStream([track])).connect(new GainNode(audio, { gain: this.#volume })).connect(out);
    return out.stream.getAudioTracks()[0] ?? track;
  }
}

/** All that goes out of a room member's machine, and the voices that come in. */
export class RoomMedia {
  readonly camera: Camera & LocalSource<CameraOptions>;
  readonly microphone: MeteredMicrophone;
  readonly screen: LocalSource<ScreenOptions>;
  readonly audio: Voices;
  readonly player: Player;
  readonly file: PlayedFile;
  readonly #sources: ReadonlyMap<DeviceKind, LocalSource<OpenOptions>>;
  #external: Partial<Record<DeviceKind, External>> = {};

  constructor(world: RoomMediaWorld, slots: Slots, onBlocked: () => void) {
    const rival = (kind: DeviceKind): DeviceKind | undefined => rivalsOf(kind).find((other) => this.#sources.get(other)?.state.value.state !== 'closed');
    const source: SourceWorld = { operations: world.operations, checks: world.checks, rival };
    const { openCamera, openScreen } = world.capture;
    this.file = world.capture.file();
    this.camera = new LocalSource<CameraOptions>(
      {
        device: 'camera',
        source: 'main',
        open: openCamera,
        profile: ({ profile }) => PROFILES[profile ?? '720p'],
        // Whatever camera there is, in the same size and on the same element.
        fallback: ({ deviceId: _, ...rest }) => rest,
      },
      new RoomPublisher(world, 'camera'),
      source,
    );
    this.microphone = new MeteredMicrophone(world, source);
    this.screen = new LocalSource<ScreenOptions>({ device: 'screen', source: 'aux', open: openScreen, fallback: null }, new RoomPublisher(world, 'screen'), source);
    this.audio = new Voices(slots, onBlocked);
    this.player = new Player(this.audio, world);
    const other = (device: DeviceKind, open: (options: OpenOptions, wanted?: AbortSignal) => Promise<MediaStreamTrack>): [DeviceKind, LocalSource<OpenOptions>] => {
      const kind = { device, source: DEVICE_KINDS[device].source ?? 'aux', open, profile: () => EXTERNAL_PROFILE, fallback: null };
      return [device, new LocalSource<OpenOptions>(kind, new RoomPublisher(world, device), source)];
    };
    const external = async (device: DeviceKind): Promise<MediaStreamTrack> => (this.#external[device] = world.capture.external(world.framePool)).track;
    this.#sources = new Map<DeviceKind, LocalSource<OpenOptions>>([
      ['camera', this.camera],
      ['microphone', this.microphone],
      ['screen', this.screen],
      other('external_main', () => external('external_main')),
      other('external_aux', () => external('external_aux')),
      other('media_file', ({ file = '' }, wanted = new AbortController().signal) => this.file.open(file, wanted)),
    ]);
  }

  source(kind: DeviceKind): LocalSource<OpenOptions> | undefined {
    return this.#sources.get(kind);
  }

  isOpen(kind: DeviceKind): boolean {
    return kind === 'player' ? this.player.isOpen : this.#sources.get(kind)?.state.value.state === 'live';
  }

  external(kind: DeviceKind): External | undefined {
    return this.isOpen(kind) ? this.#external[kind] : undefined;
  }

  /** 0 to 1. */
  setVolume(kind: DeviceKind, volume: number): void {
    if (kind === 'microphone') this.microphone.setVolume(volume);
    else this.audio.setVolume(volume);
  }

  handleMutedByHost(muted: readonly Source[]): void {
    for (const [kind, source] of this.#sources) source.handleMutedByHost(muted.some((one) => one === DEVICE_KINDS[kind].source));
  }

  /** In a new connection: what was sent is sent again. */
  async republish(): Promise<void> {
    await Promise.all([...this.#sources.values()].map((source) => source.republish()));
  }

  async closeSources(): Promise<void> {
    this.file.close();
    await Promise.all([...this.#sources.values()].map((source) => source.handleClose()));
  }
}
