/** How sharp a viewer wants the pictures at most. */
export type Quality = 'auto' | 'medium' | 'low';

export const QUALITIES: readonly Quality[] = ['auto', 'medium', 'low'];

/** The most height that is asked for, in pixels: the middle and the lowest of the three layers of 720p. */
export const MOST_HEIGHT: Readonly<Record<Quality, number>> = { auto: Infinity, medium: 360, low: 180 };
