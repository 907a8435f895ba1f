import type { Checks } from './checks.js';
import { AUDIO_SOURCE_MAX, VOLUME_MAX, badArgument, checkArea, checkFits, checkFrame, checkPick, hasGoodFormat, notHere } from './device-checks.js';
import { DEVICE_KINDS, isListed } from './device-kinds.js';
import type { DeviceTest } from './device-test.js';
import { IliveError, refused } from './errors.js';
import { CUSTOM_DATA_MAX_BYTES } from './limits.gen.js';
import type { Layer, Operations } from './operations.js';
import type { RoomMedia } from './room-media.js';
import type { Area, Device, DeviceControl, DeviceKind, FileStep, Frame, OpenOptions } from './types/devices.js';
import type { Cancellable } from './types/observable.js';
import { device as raised } from './up.js';

export interface ControlWorld {
  readonly operations: Operations;
  readonly checks: Checks;
  readonly test: DeviceTest;
  /** The current room's; null out of a room. */
  readonly media: () => RoomMedia | null;
  readonly list: (kind: Device['kind']) => Promise<readonly Device[]>;
}

const LIST_KINDS = { camera: 'camera', microphone: 'microphone', player: 'speaker' } as const;

/** What is done with devices, at one of the two layers. */
export class LiveDeviceControl implements DeviceControl {
  constructor(
    private readonly layer: Layer,
    private readonly world: ControlWorld,
  ) {}

  list(kind: DeviceKind, { signal }: Cancellable = {}): Promise<readonly Device[]> {
    const { operations, checks } = this.world;
    const guards = (): void => {
      if (this.layer === 'av') checks.started();
      if (!isListed(kind)) throw badArgument('cameras, microphones and players have lists');
    };
    const work = async (): Promise<readonly Device[]> => {
      const listed = LIST_KINDS[kind as keyof typeof LIST_KINDS];
      const found = await this.world.list(listed);
      if (found.length > 0) return found;
      const none = new IliveError('av', 1301, { subReason: 'no_device', message: `there is no ${listed}` });
      throw this.layer === 'av' ? none : new IliveError('ilive', 8022, { subReason: `no_${listed}`, cause: none });
    };
    return operations.make({ layer: this.layer, verb: 'ask', signal, guards, work });
  }

  open(kind: DeviceKind, options: OpenOptions = {}): Promise<void> {
    const { operations, checks } = this.world;
    const media = this.world.media();
    const target = kind === 'player' ? media?.player : media?.source(kind);
    const first = (): void => {
      if (this.layer !== 'facade') return;
      checks.alive();
      checkPick(kind, options);
    };
    return operations.after({ layer: this.layer, verb: `open ${kind}`, signal: options.signal, guards: first }, () => {
      if (target) return target.start(options, this.layer);
      const guards = (): void => {
        checks.device(this.layer, `open ${kind}`, () => checkFits(kind, options));
        checks.roomEntered();
      };
      return operations.make({ layer: this.layer, verb: `open ${kind}`, guards, work: () => Promise.resolve() });
    });
  }

  close(kind: DeviceKind, { signal }: Cancellable = {}): Promise<void> {
    const { operations, checks } = this.world;
    const media = this.world.media();
    if (kind === 'player' && media) return media.player.stop(this.layer, signal ? { signal } : {});
    const source = media?.source(kind);
    if (source) return source.stop(this.layer, signal);
    const guards = (): void => {
      checks.device(this.layer, `close ${kind}`);
      throw refused('av', 1003, 'closed', `${kind} is closed already`);
    };
    return operations.make({ layer: this.layer, verb: `close ${kind}`, signal, guards, work: () => Promise.resolve() });
  }

  mute(kind: DeviceKind, muted: boolean, { signal }: Cancellable = {}): Promise<void> {
    const source = this.world.media()?.source(kind);
    if (source) return source.mute(muted, this.layer, signal);
    return this.#now(() => {
      if (DEVICE_KINDS[kind].source === null) throw badArgument(`${kind} sends nothing`);
      this.#needOpen(kind);
    });
  }

  setVolume(kind: DeviceKind, volume: number): Promise<void> {
    const first = (): void => {
      if (volume > VOLUME_MAX) throw refused('ilive', 8021, 'bad_volume', `0 to ${VOLUME_MAX}, not ${volume}`);
    };
    const guards = (): void => {
      const loud = kind === 'microphone' || kind === 'player' || kind === 'system_sound';
      if (!loud || !(volume >= 0 && volume <= VOLUME_MAX)) throw badArgument(`0 to ${VOLUME_MAX}, of a microphone or a player`);
      this.#needOpen(kind);
    };
    return this.#now(guards, first, () => this.world.media()?.setVolume(kind, volume / VOLUME_MAX));
  }

  /** No browser shares an area, so none is ever open. */
  setArea(area: Area): Promise<void> {
    const guards = (): void => {
      if (!(area.left < area.right && area.top < area.bottom)) throw badArgument('an area has a width and a height');
      throw refused('av', 1301, 'device_closed', 'no area is shared');
    };
    return this.#now(guards, () => checkArea(area));
  }

  controlFile(step: FileStep): Promise<void> {
    return this.#now(
      () => this.#needOpen('media_file'),
      undefined,
      () => void this.world.media()?.file.control(step),
    );
  }

  fill(kind: DeviceKind, frame: Frame): Promise<void> {
    const first = (): void => {
      if (!hasGoodFormat(frame)) throw refused('ilive', 8023, 'bad_format', `${frame.format}: RGB24 or I420`);
    };
    const guards = (): void => {
      checkFrame(kind, frame);
      this.#needOpen(kind);
      if (!this.world.media()?.external(kind)?.isFull) return;
      const full = refused('av', 1, 'pool_empty', 'the frames before this one wait for the encoder');
      throw this.layer === 'facade' ? raised(kind, full) : full;
    };
    return this.#now(guards, first, () => this.world.media()?.external(kind)?.fill(frame));
  }

  tapAudio(source: number, _on: boolean): Promise<void> {
    return this.#now(() => {
      if (!(source >= 0 && source <= AUDIO_SOURCE_MAX)) throw badArgument(`sources of raw sound are 0 to ${AUDIO_SOURCE_MAX}`);
      this.world.checks.roomEntered();
      throw notHere(this.layer, 'no_audio_data', 'raw sound is not handed out in a browser: use Web Audio on the tracks');
    });
  }

  sendCustom(data: Uint8Array): Promise<void> {
    return this.#now(() => {
      if (data.length === 0) throw badArgument('custom data has at least a byte');
      if (data.length > CUSTOM_DATA_MAX_BYTES) throw badArgument(`custom data has ${data.length} bytes, up to ${CUSTOM_DATA_MAX_BYTES} go beside a picture`);
      this.world.checks.roomEntered();
      throw notHere(this.layer, 'no_custom_data', 'bytes beside the picture are not sent from a browser: send a message');
    });
  }

  startTest(options: Cancellable = {}): Promise<void> {
    return this.world.test.start(this.layer, options);
  }

  stopTest(options: Cancellable = {}): Promise<void> {
    return this.world.test.stop(this.layer, options);
  }

  openInTest(kind: DeviceKind, options: OpenOptions = {}): Promise<void> {
    return this.world.test.open(this.layer, kind, options);
  }

  closeInTest(kind: DeviceKind): Promise<void> {
    return this.world.test.close(this.layer, kind);
  }

  #needOpen(kind: DeviceKind): void {
    if (this.world.media()?.isOpen(kind)) return;
    throw refused('av', 1301, 'device_closed', `${kind} is closed`);
  }

  /** What is answered at once: the façade's values, who is logged in, 1101, then `guards`. */
  #now(guards: () => void, first: () => void = () => undefined, answer: () => void = () => undefined): Promise<void> {
    const { operations, checks } = this.world;
    const all = (): void => {
      if (this.layer === 'facade') {
        checks.alive();
        first();
        checks.avReady();
      }
      checks.started();
      guards();
    };
    return operations.now({ layer: this.layer, verb: 'ask', guards: all, answer });
  }
}

