import type { TinyId, Who } from './ids.js';
import type { Cancellable, Events, Observable } from './observable.js';
import type { StageState } from './state.js';

/** Somebody who waits to come on stage. */
export interface StageEntry {
  readonly tinyId: TinyId;
  readonly userId: string | null;
  readonly nick: string;
  readonly sinceMs: number;
  /** 1 is next. */
  readonly place: number;
  readonly note: string;
}

export interface StageEvents {
  /** The host answered the own request. Accepted: the role has changed, open camera and microphone. */
  answered: { readonly accepted: boolean; readonly reason: string };
  /** The host asks this user to come on stage: answer with {@link Stage.answerInvite}. */
  invited: undefined;
  /** Host: an invited member's word. */
  'invite-answered': { readonly tinyId: TinyId; readonly accepted: boolean };
  /** The host took this user off stage: what was open has been closed. */
  removed: undefined;
}

/** Who may be seen and heard, and who waits for it. */
export interface Stage extends Events<StageEvents> {
  readonly mine: Observable<StageState>;
  /** Host: all who wait, first come first. Others: only their own entry. */
  readonly queue: Observable<readonly StageEntry[]>;
  /** Raises the hand; completes when queued. @throws {IliveError} 10008 queued or on stage already. */
  request(options?: Cancellable & { readonly note?: string }): Promise<void>;
  cancel(options?: Cancellable): Promise<void>;
  /** Host: takes somebody on stage. */
  accept(who: Who, options?: Cancellable): Promise<void>;
  refuse(who: Who, options?: Cancellable & { readonly reason?: string }): Promise<void>;
  /** Host: asks somebody to come. */
  invite(who: Who, options?: Cancellable): Promise<void>;
  answerInvite(accept: boolean, options?: Cancellable): Promise<void>;
  /** Leaves the stage: sources are closed first. The host may name another. */
  leave(who?: Who, options?: Cancellable): Promise<void>;
}
