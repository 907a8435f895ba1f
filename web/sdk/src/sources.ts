import { untilAborted, stillWanted } from './abort.js';
import { Cell } from './cell.js';
import { asIliveError, IliveError, refused } from './errors.js';
import { OperationClass } from './guards.js';
import type { ProfileRow } from './profiles.js';
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
  readonly source: Source;
  open(options: Options): Promise<MediaStreamTrack>;
  profile?(options: Options): ProfileRow;
  /** Opens something else when the device goes; null: the source ends. */
  fallback: ((options: Options) => Options) | null;
}

type ViewOptions = Cancellable & { readonly view?: HTMLVideoElement };

/** A device that is opened, sent, muted, changed and let go. */
export class LocalSource<Options extends ViewOptions> implements OwnSource<Options> {
  readonly state = new Cell<SourceState>({ state: 'closed' });
  #options: Options = {} as Options;
  #operations = new OperationClass();
  #opening: AbortController | undefined;
  #mutedByHost = false;

  constructor(
    private readonly kind: SourceKind<Options>,
    private readonly publisher: Publisher,
  ) {}

  async start(options: Options = {} as Options): Promise<void> {
    this.#operations.check('start', options.signal);
    if (this.state.value.state !== 'closed') throw refused('av', 1003, 'open', `${this.kind.source} is open already`);
    this.publisher.guard();
    await this.#operations.run('start', () => this.#open(options));
  }

  async stop(): Promise<void> {
    if (this.state.value.state === 'closed') throw refused('av', 1003, 'closed', `${this.kind.source} is closed already`);
    await this.handleClose();
  }

  async mute(muted: boolean): Promise<void> {
    const state = this.state.value;
    if (state.state !== 'live') throw refused('av', 1301, 'device_closed', `${this.kind.source} is closed`);
    state.track.enabled = !muted;
    this.state.set({ ...state, muted });
    await this.publisher.mute(this.kind.source, muted);
  }

  /** Goes on with another device. */
  async use(deviceId: string, options: Cancellable = {}): Promise<void> {
    this.#operations.check('use', options.signal);
    const { state } = this.state.value;
    if (state !== 'live') throw refused('av', 1301, 'device_closed', `${this.kind.source} is closed`);
    await this.#operations.run('use', () => this.#exchange({ ...this.#options, deviceId }));
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
      await this.publisher.publish(this.kind.source, state.track, state.muted, this.kind.profile?.(this.#options));
    } catch (thrown) {
      this.#let(state.track);
      this.state.set({ state: 'closed' });
      this.publisher.ended(this.kind.source, asIliveError(thrown));
    }
  }

  async #open(options: Options): Promise<void> {
    const opening = (this.#opening = new AbortController());
    const signal = options.signal ? AbortSignal.any([options.signal, opening.signal]) : opening.signal;
    this.state.set({ state: 'opening' });
    const pending = this.kind.open(options);
    try {
      const track = await untilAborted(signal, pending, () => void pending.then((late) => late.stop()).catch(() => undefined));
      try {
        await this.publisher.publish(this.kind.source, track, false, this.kind.profile?.(options));
        stillWanted(signal);
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
    await this.publisher.replace(this.kind.source, track);
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
