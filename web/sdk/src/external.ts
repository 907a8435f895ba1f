import { IliveError } from './errors.js';
import type { Frame } from './types/devices.js';

/** Frames of the app's own as a track. */
export interface External {
  readonly track: MediaStreamTrack;
  /** As many frames wait as may. */
  readonly isFull: boolean;
  /** The frame's bytes are the SDK's from here on. */
  fill(frame: Frame): void;
}

/** What is filled in is drawn on a canvas, whose stream is sent. Frames are drawn one a turn, so a flood of them fills the pool. */
export class ExternalTrack implements External {
  readonly track: CanvasCaptureMediaStreamTrack;
  readonly #canvas = document.createElement('canvas');
  readonly #context: CanvasRenderingContext2D;
  #waiting: Frame[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param pool frames that may wait. */
  constructor(private readonly pool: number) {
    const context = this.#canvas.getContext('2d', { alpha: false });
    const [track] = this.#canvas.captureStream?.(0).getVideoTracks() ?? [];
    if (!context || !track) throw new IliveError('ilive', 8023, { subReason: 'no_capture', message: 'this browser makes no stream of a canvas' });
    this.#context = context;
    this.track = track as CanvasCaptureMediaStreamTrack;
  }

  get isFull(): boolean {
    return this.#waiting.length >= this.pool;
  }

  fill(frame: Frame): void {
    this.#waiting.push(frame);
    this.#timer ??= setTimeout(() => this.#draw());
  }

  #draw(): void {
    this.#timer = undefined;
    const frame = this.#waiting.shift();
    if (!frame || this.track.readyState === 'ended') return;
    const { width, height } = frame;
    if (this.#canvas.width !== width || this.#canvas.height !== height) Object.assign(this.#canvas, { width, height });
    const image = this.#context.createImageData(width, height);
    if (frame.format === 'i420') paintI420(image, frame.data);
    else paintRgb24(image, frame.data);
    this.#context.putImageData(image, 0, 0);
    this.track.requestFrame();
    if (this.#waiting.length > 0) this.#timer = setTimeout(() => this.#draw());
  }
}

/** Blue, green, red. */
function paintRgb24({ data: out }: ImageData, bytes: Uint8Array): void {
  for (let from = 0, to = 0; to < out.length; from += 3, to += 4) {
    out[to] = bytes[from + 2] ?? 0;
    out[to + 1] = bytes[from + 1] ?? 0;
    out[to + 2] = bytes[from] ?? 0;
    out[to + 3] = 255;
  }
}

/** BT.601, limited range, as cameras give it. */
function paintI420({ data: out, width, height }: ImageData, bytes: Uint8Array): void {
  const halfWidth = Math.ceil(width / 2);
  const uAt = width * height;
  const vAt = uAt + halfWidth * Math.ceil(height / 2);
  for (let row = 0, to = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1, to += 4) {
      const chroma = (row >> 1) * halfWidth + (column >> 1);
      const y = 1.164 * ((bytes[row * width + column] ?? 0) - 16);
      const u = (bytes[uAt + chroma] ?? 0) - 128;
      const v = (bytes[vAt + chroma] ?? 0) - 128;
      out[to] = y + 1.596 * v;
      out[to + 1] = y - 0.392 * u - 0.813 * v;
      out[to + 2] = y + 2.017 * u;
      out[to + 3] = 255;
    }
  }
}
