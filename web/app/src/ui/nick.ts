import { Limits } from '@ilive/client';

/** A typed name as it is kept: no spaces around or in rows, not over the limit. */
export function cleanNick(typed: string): string {
  return clean(typed, Limits.NICK_MAX_CHARS);
}

export function cleanTitle(typed: string): string {
  return clean(typed, Limits.TITLE_MAX_CHARS);
}

function clean(typed: string, most: number): string {
  return [...typed.trim().replace(/\s+/g, ' ')].slice(0, most).join('').trim();
}
