import { signal } from '@preact/signals';

/** Whether something fills the screen. */
export const isFull = signal(document.fullscreenElement !== null);
document.addEventListener('fullscreenchange', () => (isFull.value = document.fullscreenElement !== null));

/** Fills the screen with the page, or goes back. Nothing where the browser cannot (an iPhone). */
export function toggleFull(): void {
  if (document.fullscreenElement !== null) void document.exitFullscreen();
  else if (document.fullscreenEnabled) void document.documentElement.requestFullscreen();
}

export const canFull = document.fullscreenEnabled;
