import type { RoomId } from '@ilive/client';

/** A room as an address writes it: digits are the number, anything else is the name, and `s:` goes before a name of digits. */
export function roomIdOf(text: string): RoomId {
  if (/^\d+$/.test(text)) return Number(text);
  return /^s:\d+$/.test(text) ? text.slice(2) : text;
}

/** The inverse of {@link roomIdOf}. */
export function roomText(id: RoomId): string {
  if (typeof id === 'number') return String(id);
  return /^\d+$/.test(id) ? `s:${id}` : id;
}

/** Whether a search text can be opened as a room by itself. */
export function isRoomNumber(text: string): boolean {
  return /^\d{1,10}$/.test(text) && Number(text) >= 1 && Number(text) <= 4_294_967_294;
}
