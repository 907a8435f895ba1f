import type { Member, Picture } from '@ilive/client';

/** One picture on the stage: of a member, or of a member's screen. */
export interface Tile {
  key: string;
  member: Member;
  source: Picture;
  /** Somebody sends this picture now, and it is neither dark nor muted. */
  showing: boolean;
}

/** The pictures of those on stage, in the order of the members; a shared screen before its owner. */
export function tilesOf(members: readonly Member[]): Tile[] {
  return members.flatMap((member) => {
    const sends = (source: Picture) => member.uplinks.some((up) => up.source === source && !up.muted && !up.mutedByHost);
    const camera: Tile = { key: `${member.tinyId}:main`, member, source: 'main', showing: sends('main') };
    if (!member.uplinks.some((up) => up.source === 'aux')) return [camera];
    return [{ key: `${member.tinyId}:aux`, member, source: 'aux' as const, showing: sends('aux') }, camera];
  });
}

/** Which picture is large: the one that was picked, else a screen, else the host, else the first. */
export function bigOf(tiles: readonly Tile[], picked: string | null): string | null {
  const big =
    tiles.find((tile) => tile.key === picked) ??
    tiles.find((tile) => tile.source === 'aux') ??
    tiles.find((tile) => tile.member.host) ??
    tiles[0];
  return big?.key ?? null;
}

/** As many seats leave enough of a picture that they lie over. */
const OVER_MOST = 3;

/** Where the seats are: `over` the large picture as long as they are few; `beside` it where they would hide a shared screen. */
export function layoutOf(tiles: readonly Tile[], big: string | null): 'alone' | 'over' | 'beside' {
  if (tiles.length <= 1) return 'alone';
  const screen = tiles.some((tile) => tile.key === big && tile.source === 'aux');
  return screen || tiles.length - 1 > OVER_MOST ? 'beside' : 'over';
}

/** Whose network is to blame for what a viewer sees. */
export type WeakSide = 'none' | 'own' | 'host';

/** As many measures in a row must agree before a person is told: one stumble is nothing to speak of. */
export const MEASURES_AGREED = 3;

/** What the last measures say together: nothing while they do not agree. */
export function agreed(sides: readonly WeakSide[]): WeakSide {
  const last = sides.slice(-MEASURES_AGREED);
  const [first] = last;
  return first !== undefined && last.length === MEASURES_AGREED && last.every((side) => side === first) ? first : 'none';
}

/** The host's picture stalls below this; frames a second. */
const STALLED_FPS = 4;

/**
 * Own losses come first: with them nothing can be said of the host. A host whose link is lost, or whose moving picture hardly
 * moves over a good own link, has the weak one.
 */
export function weakSide(view: { down: 'good' | 'fair' | 'weak' | 'unknown'; hostAway: boolean; hostSends: boolean; hostFps: number | null }): WeakSide {
  if (view.down === 'weak') return 'own';
  if (view.hostAway) return 'host';
  return view.down === 'good' && view.hostSends && view.hostFps !== null && view.hostFps < STALLED_FPS ? 'host' : 'none';
}
