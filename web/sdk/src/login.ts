import { IliveError, refused } from './errors.js';
import { needAppId, needOptions, needText, needTicket, needUserId } from './guards.js';
import { NICK_MAX_CHARS } from './limits.gen.js';
import type { LoginOptions } from './types/client.js';

/** Options whose values are good, and where the server is. */
export interface Checked {
  readonly url: string;
  readonly options: LoginOptions;
}

/** Where the server is: the page's own origin unless told. */
export function serverUrl(url: string | undefined): string {
  const base = url ?? globalThis.location?.origin;
  if (!base || !URL.canParse(base) || !/^https?:/.test(base)) throw refused('ilive', 8021, 'bad_url', `url ${String(base)}: an http or https address`);
  return base.replace(/\/+$/, '');
}

/** @throws {IliveError} 8021. */
export function loginFrom(options: LoginOptions): Checked {
  needOptions(options);
  needAppId(options.sdkAppId);
  needTicket(options.userSig);
  if (options.userId !== undefined) needUserId(options.userId);
  if (options.nick !== undefined) needText('nick', options.nick, 1, NICK_MAX_CHARS);
  return { url: serverUrl(options.url), options };
}

/** A ticket that is of `holder`, given as another user's. */
export function notOf(holder: string, named: string): IliveError {
  return new IliveError('av', 10003, { subReason: 'identifier_mismatch', message: `the ticket is of ${holder}, not of ${named}` });
}
