import { IliveError } from './errors.js';
import type { FileStep } from './types/devices.js';

type Capturing = HTMLVideoElement & { captureStream?: () => MediaStream };

/** A media file as a track. */
export interface PlayedFile {
  /** @throws {IliveError} `av` 1301 `no_file` where the address has none, 1 `device_failed` for one that cannot be played. */
  open(address: string, wanted: AbortSignal): Promise<MediaStreamTrack>;
  control(step: FileStep): Promise<void>;
  close(): void;
}

/** What an element plays, captured. Its sound is not sent. */
export class MediaFile implements PlayedFile {
  #element: Capturing | undefined;

  async open(address: string, wanted: AbortSignal): Promise<MediaStreamTrack> {
    await this.#find(address, wanted);
    const element: Capturing = document.createElement('video');
    if (!element.captureStream) throw new IliveError('ilive', 8023, { subReason: 'no_capture', message: 'this browser makes no stream of a file' });
    Object.assign(element, { crossOrigin: 'anonymous', muted: true, loop: true, src: address });
    this.#element = element;
    await element.play().catch((cause: unknown) => {
      throw new IliveError('av', 1, { subReason: 'device_failed', message: `${address} cannot be played`, cause });
    });
    const [track] = element.captureStream().getVideoTracks();
    if (!track) throw new IliveError('av', 1, { subReason: 'device_failed', message: `${address} has no picture` });
    return track;
  }

  async control(step: FileStep): Promise<void> {
    const element = this.#element;
    if (!element) return;
    if (step === 'pause') return element.pause();
    if (step === 'restart') element.currentTime = 0;
    if (typeof step === 'object') element.currentTime = step.seekMs / 1_000;
    else await element.play();
  }

  close(): void {
    this.#element?.pause();
    this.#element = undefined;
  }

  /** An element does not say why it cannot play; a request does. */
  async #find(address: string, signal: AbortSignal): Promise<void> {
    const answer = await fetch(address, { headers: { Range: 'bytes=0-0' }, signal }).catch((cause: unknown) => {
      throw new IliveError('av', 1, { subReason: 'device_failed', message: `${address} cannot be read`, cause });
    });
    void answer.body?.cancel();
    // A server of pages answers with one of them where it has no file.
    const page = answer.headers.get('Content-Type')?.startsWith('text/html') ?? false;
    if (answer.status === 404 || answer.status === 410 || page) throw new IliveError('av', 1301, { subReason: 'no_file', message: `${address} has no media file: ${answer.status}` });
    if (!answer.ok) throw new IliveError('av', 1, { subReason: 'device_failed', message: `${address} answered ${answer.status}` });
  }
}
