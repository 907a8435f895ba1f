/** Longest name of a person, and longest title of a room, in characters: the server's limits. */
export const NICK_MAX = 32;
export const TITLE_MAX = 80;

/** A typed name as it is kept: no spaces around or in rows, not over the limit. */
export function cleanNick(typed: string): string {
  return clean(typed, NICK_MAX);
}

export function cleanTitle(typed: string): string {
  return clean(typed, TITLE_MAX);
}

function clean(typed: string, most: number): string {
  return [...typed.trim().replace(/\s+/g, ' ')].slice(0, most).join('').trim();
}
