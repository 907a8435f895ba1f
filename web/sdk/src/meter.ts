import { Cell } from './cell.js';

/** How often a level is read, in ms: 20 a second looks alive. */
const READ_MS = 50;
/** Samples in one reading: 43 ms at 48 kHz. */
const SAMPLES = 2_048;
/** The quietest that a meter shows, in dB under full scale. */
const FLOOR_DB = -60;

/** A meter's value for a loudness: 0 at the floor, 1 at full scale, even steps of dB between. */
export function meterValue(samples: Float32Array): number {
  const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
  const db = 10 * Math.log10(power + 1e-10);
  return Math.min(1, Math.max(0, 1 - db / FLOOR_DB));
}

/** How loud a track is; measured only while somebody subscribes. */
export class Meter {
  readonly level: Cell<number>;
  #track: MediaStreamTrack | null = null;
  #stop: (() => void) | undefined;
  #wanted = false;

  constructor() {
    this.level = new Cell(0, () => {
      this.#wanted = true;
      this.#begin();
      return () => {
        this.#wanted = false;
        this.#end();
      };
    });
  }

  follow(track: MediaStreamTrack | null): void {
    this.#end();
    this.#track = track;
    if (this.#wanted) this.#begin();
  }

  #begin(): void {
    if (!this.#track) return;
    const context = new AudioContext();
    const analyser = new AnalyserNode(context, { fftSize: SAMPLES });
    context.createMediaStreamSource(new MediaStream([this.#track])).connect(analyser);
    const samples = new Float32Array(SAMPLES);
    const timer = setInterval(() => {
      analyser.getFloatTimeDomainData(samples);
      this.level.set(meterValue(samples));
    }, READ_MS);
    this.#stop = () => {
      clearInterval(timer);
      void context.close();
      this.level.set(0);
    };
  }

  #end(): void {
    this.#stop?.();
    this.#stop = undefined;
  }
}
