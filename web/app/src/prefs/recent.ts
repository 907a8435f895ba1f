/** A room that this person was in. `at` is Unix time in ms. */
export interface RecentRoom {
  room: string;
  title: string;
  at: number;
}

const MOST = 8;

/** The list with `visit` in front, each room once. */
export function withVisit(list: readonly RecentRoom[], visit: RecentRoom): RecentRoom[] {
  return [visit, ...list.filter((one) => one.room !== visit.room)].slice(0, MOST);
}

/** What storage holds, as far as it is a list of rooms. */
export function recentFrom(stored: unknown): RecentRoom[] {
  return Array.isArray(stored) ? stored.filter(isRecentRoom).slice(0, MOST) : [];
}

function isRecentRoom(value: unknown): value is RecentRoom {
  if (typeof value !== 'object' || value === null) return false;
  const { room, title, at } = value as Partial<Record<keyof RecentRoom, unknown>>;
  return typeof room === 'string' && room !== '' && typeof title === 'string' && typeof at === 'number';
}
