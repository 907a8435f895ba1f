import { Cell } from './cell.js';
import { IliveError } from './errors.js';
import { captureError } from './capture.js';
import { needBetween } from './guards.js';
import type { Slots } from './slots.js';
import { device as raised } from './up.js';
import type { RemoteAudio } from './types/media.js';

type Speaking = RemoteAudio['speaking']['value'];

/** How often levels are read while somebody looks, in ms. */
const READ_MS = 200;
/** A level older than this is silence, in ms. */
const FRESH_MS = 500;

/** The voices: one hidden element for each audio slot. */
export class Voices implements RemoteAudio {
  readonly blocked = new Cell(false);
  readonly volume = new Cell(1);
  readonly speaking: Cell<Speaking>;
  #elements: HTMLAudioElement[] = [];
  #receivers: readonly RTCRtpTransceiver[] = [];
  #silent = false;

  constructor(
    private readonly slots: Slots,
    private readonly onBlocked: () => void,
  ) {
    this.speaking = new Cell<Speaking>([], () => {
      const timer = setInterval(() => this.speaking.set(this.#read()), READ_MS);
      return () => clearInterval(timer);
    });
  }

  /** A connection is there: play what its audio slots bring. */
  handlePeer(pc: RTCPeerConnection, streams: readonly (MediaStream | null)[]): void {
    this.close();
    this.#receivers = pc.getTransceivers();
    this.#elements = streams.flatMap((stream) => {
      if (!stream) return [];
      const element = new Audio();
      element.autoplay = true;
      element.volume = this.volume.value;
      element.muted = this.#silent;
      element.srcObject = stream;
      return [element];
    });
    void this.#play();
  }

  async resume(): Promise<void> {
    await this.#play();
  }

  setVolume(volume: number): void {
    needBetween('volume', Math.round(volume * 1_000), 0, 1_000);
    this.volume.set(volume);
    for (const element of this.#elements) element.volume = volume;
  }

  /** The player is closed, or open again. */
  silence(silent: boolean): void {
    this.#silent = silent;
    for (const element of this.#elements) element.muted = silent;
  }

  async setSpeaker(deviceId: string): Promise<void> {
    if (!('setSinkId' in HTMLMediaElement.prototype)) throw new IliveError('ilive', 8023, { subReason: 'no_speaker_choice' });
    await Promise.all(this.#elements.map((element) => element.setSinkId(deviceId))).catch((thrown: unknown) => {
      throw raised('player', captureError('microphone', thrown));
    });
  }

  close(): void {
    for (const element of this.#elements) element.srcObject = null;
    this.#elements = [];
  }

  async #play(): Promise<void> {
    const refusals = await Promise.allSettled(this.#elements.map((element) => element.play()));
    const blocked = refusals.some((result) => result.status === 'rejected' && (result.reason as Error).name === 'NotAllowedError');
    const news = blocked && !this.blocked.value;
    this.blocked.set(blocked);
    if (news) this.onBlocked();
  }

  #read(): Speaking {
    const voices = this.#receivers.flatMap(({ mid, receiver }) => {
      const carried = mid === null ? null : this.slots.at(mid);
      const heard = receiver.getSynchronizationSources()[0];
      if (carried?.source !== 'audio' || !heard || performance.timeOrigin + performance.now() - heard.timestamp > FRESH_MS) return [];
      return [{ tinyId: carried.tinyId, level: heard.audioLevel ?? 0 }];
    });
    return voices.sort((a, b) => b.level - a.level);
  }
}
