import { signal } from '@preact/signals';
import { recentFrom, withVisit, type RecentRoom } from './recent';
import { machineStorage, readJson, writeJson } from './storage';

const KEY = 'ilive.recent';

/** Rooms visited on this machine, the latest first. */
export const recentRooms = signal<readonly RecentRoom[]>(recentFrom(readJson(machineStorage(), KEY)));

/** Notes that a room was entered. Read anew before, as other tabs write too. */
export function visited(room: string, title: string): void {
  keep(withVisit(recentFrom(readJson(machineStorage(), KEY)), { room, title, at: Date.now() }));
}

export function forgetRecent(): void {
  keep([]);
}

function keep(rooms: readonly RecentRoom[]): void {
  recentRooms.value = rooms;
  writeJson(machineStorage(), KEY, rooms);
}
