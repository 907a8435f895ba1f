interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** Between what opens and what is opened, and to the edge of the window; px. */
const GAP = 8;

/**
 * Where a box stands beside its anchor: below it, or above where there is more room; ends in line with the anchor on the
 * side where it fits; always inside the window.
 */
export function placed(anchor: Box, box: Box, windowWidth: number, windowHeight: number): { left: number; top: number } {
  const below = anchor.top + anchor.height + GAP;
  const above = anchor.top - GAP - box.height;
  const fitsBelow = below + box.height <= windowHeight - GAP;
  const top = fitsBelow || anchor.top < windowHeight / 2 ? below : above;
  const start = anchor.left;
  const end = anchor.left + anchor.width - box.width;
  const left = start + box.width <= windowWidth - GAP ? start : end;
  return { left: clamp(left, windowWidth - box.width), top: clamp(top, windowHeight - box.height) };
}

function clamp(wanted: number, most: number): number {
  return Math.max(GAP, Math.min(wanted, most - GAP));
}
