import type { RoomCard } from '@ilive/client';
import { roomText } from '../room/room-id';

/** The live rooms that have `query` in their number, title or host's name; the fullest first. */
export function found(rooms: readonly RoomCard[], query: string): RoomCard[] {
  const wanted = folded(query);
  return rooms
    .filter((card) => card.live || wanted !== '')
    .filter((card) => [roomText(card.room), card.title, card.host.nick].some((text) => folded(text).includes(wanted)))
    .toSorted((a, b) => b.people - a.people || a.sinceMs - b.sinceMs);
}

function folded(text: string): string {
  return text.trim().toLocaleLowerCase();
}
