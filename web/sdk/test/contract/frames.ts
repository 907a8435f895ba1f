import type { Frame } from '../../src/types/devices.js';

export type PixelFrame = Frame;

/** A black frame, whole. */
export function i420(width: number, height: number): PixelFrame {
  return { format: 'i420', width, height, data: new Uint8Array((width * height * 3) / 2) };
}
