import { untilAborted } from './abort.js';
import type { Checks } from './checks.js';
import { Cell } from './cell.js';
import { asIliveError, IliveError, refused } from './errors.js';
import { checkFits } from './device-checks.js';
import type { Layer, Operations, Verb } from './operations.js';
import type { ProfileRow } from './profiles.js';
import type { DeviceKind } from './types/devices.js';
import type { Source } from './types/ids.js';
import type { OwnSource } from './types/media.js';
import type { Cancellable } from './types/observable.js';
import type { SourceState } from './types/state.js';

/** What sends a source. */
export interface Publisher {
  /** Refuses with 1201 out of the room. */
  guard(): void;
  /** Sends `track` and says so; fails when the server does not take it. */
  publish(source: Source, track: MediaStreamTrack, muted: boolean, profile?: ProfileRow): Promise<void>;
  /** Another track in the place of the one that is sent. */
  replace(source: Source, track: MediaStreamTrack): Promise<void>;
  unpublish(source: Source): Promise<void>;
  mute(source: Source, muted: boolean): Promise<void>;
  /** The device went and none took its place. */
  ended(source: Source, error?: IliveError): void;
}

/** A kind of source: how its device is opened. */
export interface SourceKind<Options> {
  readonly device: DeviceKind;
  readonly source: Source;
  open(options: Options, wanted?: AbortSignal): Promise<MediaStreamTrack>;
  profile?(options: Options): ProfileRow;
  /** Opens something else when the device goes; null: the source ends. */
  fallback: ((options: Options) => Options) | null;
}

/** What a source asks before it does anything. */
export interface SourceWorld {
  readonly operations: Operations;
  readonly checks: Checks;
  /** Another kind of device that sends this source now. */
  readonly rival: (kind: DeviceKind) => DeviceKind | undefined;
}

type ViewOptions = Cancellable & { readonly view?: HTMLVideoElement };

/** A device that is opened, sent, muted, changed and let go. */
export class LocalSource<Options extends ViewOptions> implements OwnSource<Options> {
  readonly state = new Cell<SourceState>({ state: 'closed' });
  #options: Options = {} as Options;
  #opening: AbortController | undefined;
  #mutedByHost = false;

  constructor(
    private readonly kind: SourceKind<Options>,
    private readonly publisher: Publisher,
    protected readonly world: SourceWorld,
  ) {}

  /** 1101, 1004, 1001, 1002, 1003, 1201; the façade's come first. */
  start(options: Options = {} as Options, layer: Layer = 'facade'): Promise<void> {
    const { operations, checks, rival } = this.world;
    const { device } = this.kind;
    const guards = (): void => {
      checks.device(layer, this.#verb('open'), () => checkFits(device, options));
      const other = rival(device);
      if (other) throw refused('av', 1002, 'other_source', `${other} sends that source: close it first`);
      if (this.state.value.state !== 'closed') throw refused('av', 1003, 'open', `${device} is open already`);
      this.publisher.guard();
    };
    return operations.make({ layer, verb: this.#verb('open'), signal: options.signal, guards, work: (wanted) => this.#open(options, wanted) });
  }

  /** An open that is pending ends first with 8007 where the façade asks; the AV layer refuses with 1002. */
  stop(layer: Layer = 'facade', signal?: AbortSignal): Promise<void> {
    const { operations, checks } = this.world;
    let opening = false;
    const guards = (): void => {
      const pending = operations.busy(this.#verb('close'));
      opening = layer === 'facade' && pending?.verb === this.#verb('open');
      if (opening) return pending?.giveUp(new IliveError('ilive', 8007, { subReason: 'left' }));
      checks.device(layer, this.#verb('close'));
      if (this.state.value.state !== 'live') throw refused('av', 1003, 'closed', `${this.kind.device} is closed already`);
    };
    return operations.make({ layer, verb: this.#verb('close'), signal, guards, work: () => this.handleClose() });
  }

  /** Silent here at once; completes when the room knows. */
  mute(muted: boolean, layer: Layer = 'facade', signal?: AbortSignal): Promise<void> {
    const { operations, checks } = this.world;
    const guards = (): void => {
      if (layer === 'facade') checks.avReady();
      checks.started();
      if (this.state.value.state !== 'live') throw refused('av', 1301, 'device_closed', `${this.kind.device} is closed`);
      checks.inBudget();
    };
    const work = async (): Promise<void> => {
      const state = this.state.value;
      if (state.state !== 'live') return;
      state.track.enabled = !muted;
      this.state.set({ ...state, muted });
      await this.publisher.mute(this.kind.source, muted);
    };
    return operations.make({ layer, verb: 'ask', signal, guards, work });
  }

  /** Goes on with another device. */
  use(deviceId: string, options: Cancellable = {}): Promise<void> {
    const { operations, checks } = this.world;
    const verb = this.#verb('open');
    const guards = (): void => {
      checks.device('facade', verb);
      if (this.state.value.state !== 'live') throw refused('av', 1301, 'device_closed', `${this.kind.device} is closed`);
    };
    const work = (): Promise<void> => this.#exchange({ ...this.#options, deviceId });
    return operations.make({ layer: 'facade', verb, signal: options.signal, guards, work });
  }

  #verb(what: 'open' | 'close'): Verb {
    return `${what} ${this.kind.device}`;
  }

  /** Closes whatever is open or being opened; succeeds when nothing is. */
  async handleClose(): Promise<void> {
    this.#opening?.abort();
    const state = this.state.value;
    if (state.state !== 'live') return;
    this.#let(state.track);
    this.state.set({ state: 'closed' });
    await this.publisher.unpublish(this.kind.source).catch(() => undefined);
  }

  /** The host has silenced this source, or lifted it. */
  handleMutedByHost(mutedByHost: boolean): void {
    this.#mutedByHost = mutedByHost;
    if (this.state.value.state === 'live') this.state.set({ ...this.state.value, mutedByHost });
  }

  /** The room was entered anew: what was sent is sent again. */
  async republish(): Promise<void> {
    const state = this.state.value;
    if (state.state !== 'live') return;
    try {
      await this.publisher.publish(this.kind.source, this.sent(state.track), state.muted, this.kind.profile?.(this.#options));
    } catch (thrown) {
      this.#let(state.track);
      this.state.set({ state: 'closed' });
      this.publisher.ended(this.kind.source, asIliveError(thrown));
    }
  }

  /** What goes out of a device's track: the track itself, unless something is done to it. */
  protected sent(track: MediaStreamTrack): MediaStreamTrack {
    return track;
  }

  /** The same device, sent in another way. */
  protected async sendAnew(): Promise<void> {
    const state = this.state.value;
    if (state.state === 'live') await this.publisher.replace(this.kind.source, this.sent(state.track));
  }

  async #open(options: Options, wanted: AbortSignal): Promise<void> {
    const opening = (this.#opening = new AbortController());
    const signal = AbortSignal.any([wanted, opening.signal]);
    this.state.set({ state: 'opening' });
    const pending = this.kind.open(options, signal);
    try {
      const track = await untilAborted(signal, pending, () => void pending.then((late) => late.stop()).catch(() => undefined));
      try {
        await untilAborted(signal, this.publisher.publish(this.kind.source, this.sent(track), false, this.kind.profile?.(options)));
      } catch (thrown) {
        this.#let(track);
        void this.publisher.unpublish(this.kind.source).catch(() => undefined);
        throw thrown;
      }
      this.#options = options;
      this.#live(track, false);
    } catch (thrown) {
      this.state.set({ state: 'closed' });
      throw thrown;
    } finally {
      this.#opening = undefined;
    }
  }

  async #exchange(options: Options): Promise<void> {
    const track = await this.kind.open(options);
    const old = this.state.value;
    if (old.state !== 'live') return track.stop();
    track.enabled = !old.muted;
    this.#let(old.track);
    this.#options = options;
    this.#live(track, old.muted);
    await this.publisher.replace(this.kind.source, this.sent(track));
  }

  #live(track: MediaStreamTrack, muted: boolean): void {
    track.onended = () => void this.#handleEnded(track);
    if (this.#options.view) {
      this.#options.view.muted = true;
      this.#options.view.playsInline = true;
      this.#options.view.autoplay = true;
      this.#options.view.srcObject = new MediaStream([track]);
    }
    const deviceId = track.getSettings().deviceId ?? '';
    this.state.set({ state: 'live', muted, mutedByHost: this.#mutedByHost, deviceId, label: track.label, track });
  }

  /** The device was unplugged, or the browser's own button ended the sharing. */
  async #handleEnded(track: MediaStreamTrack): Promise<void> {
    const state = this.state.value;
    if (state.state !== 'live' || state.track !== track) return;
    const { fallback } = this.kind;
    try {
      if (fallback) return await this.#exchange(fallback(this.#options));
      await this.handleClose();
      this.publisher.ended(this.kind.source);
    } catch (thrown) {
      await this.handleClose();
      this.publisher.ended(this.kind.source, asIliveError(thrown));
    }
  }

  #let(track: MediaStreamTrack): void {
    track.onended = null;
    track.stop();
    if (this.#options.view) this.#options.view.srcObject = null;
  }
}
