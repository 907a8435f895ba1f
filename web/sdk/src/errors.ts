import { newKey } from './keys.js';
import { codeRow, en, type CodeRow, type CodeTexts } from './codes.js';

/** Which layer a code is of; a code is never shown without it. */
export type ErrorModule = 'ilive' | 'av' | 'im' | 'call';

/** `return`: the call was refused before anything was sent. `completion`: it was tried. `event`: nobody asked. */
export type Delivery = 'return' | 'completion' | 'event';

/** Who found the failure: the server, in an answer or an event, or this side by itself. */
export type RaisedBy = 'client' | 'server';

/** What became of the room that a failed switch was from. */
export type OldRoom = 'kept' | 'left';

/** What an {@link IliveError} is made of, beyond its number. */
export interface ErrorDetails {
  /** A stable word that says which case of the code this is: `sig_expired`, `permission_denied` … */
  readonly subReason?: string;
  /** For people; may change. */
  readonly message?: string;
  readonly cause?: unknown;
  readonly traceId?: string;
  readonly delivery?: Delivery;
  readonly retryAfterMs?: number;
  readonly raisedBy?: RaisedBy;
  readonly oldRoom?: OldRoom | undefined;
}

/** Codes that pass by themselves: trying again later makes sense. */
const RETRYABLE: ReadonlySet<number> = new Set([8011, 8012, 8053, 1001, 1005, 6999, 7000, 10001, 10004, 10005]);

/** A failure by the contract. `module` and `code` belong together. */
export class IliveError extends Error {
  readonly module: ErrorModule;
  readonly code: number;
  /** The constant: `AV_ERR_SERVER_NO_PERMISSION`. */
  override readonly name: string;
  readonly subReason: string;
  /** Finds the line in the log: the server's, where it raised this, else one of this side's own. */
  readonly traceId: string;
  readonly delivery: Delivery;
  /** Trying the same again later may succeed. */
  readonly retryable: boolean;
  /** When to try again at the earliest; 0: nothing was said. */
  readonly retryAfterMs: number;
  readonly raisedBy: RaisedBy;
  /** Only of a failed `rooms.switch`: whether this user is still in the room it was from. Absent when there was none. */
  readonly oldRoom: OldRoom | undefined;

  constructor(module: ErrorModule, code: number, details: ErrorDetails = {}) {
    const row = codeRow(module, code);
    super(details.message || row.text, details.cause === undefined ? undefined : { cause: details.cause });
    this.module = module;
    this.code = code;
    this.name = row.name;
    this.subReason = details.subReason ?? '';
    this.traceId = details.traceId || newKey();
    this.delivery = details.delivery ?? 'completion';
    this.retryAfterMs = details.retryAfterMs ?? 0;
    this.raisedBy = details.raisedBy ?? 'client';
    this.oldRoom = details.oldRoom;
    this.retryable = RETRYABLE.has(code) || this.retryAfterMs > 0;
  }

  /** What the contract says of it, in English unless given other texts. */
  explain(texts: CodeTexts = en): CodeRow {
    return codeRow(this.module, this.code, texts, this.subReason);
  }

  /** What it means, in English. */
  get text(): string {
    return codeRow(this.module, this.code).text;
  }

  /** What usually causes it. */
  get why(): string {
    return codeRow(this.module, this.code).why;
  }

  /** What to do. */
  get fix(): string {
    return codeRow(this.module, this.code).fix;
  }

  /** The manual's page of the code, below the server's address. */
  get docUrl(): string {
    return `/docs/codes/${this.code}`;
  }

  /** The same with other details: what a layer above adds. */
  with(details: ErrorDetails): IliveError {
    return new IliveError(this.module, this.code, { ...this, message: this.message, cause: this.cause, ...details });
  }

  /** For a report: no secrets, causes included. */
  toJSON(): Record<string, unknown> {
    const { module, code, name, subReason, message, traceId, raisedBy, delivery, retryable, retryAfterMs, oldRoom } = this;
    const cause = this.cause instanceof IliveError ? this.cause.toJSON() : this.cause && String(this.cause);
    return { module, code, name, subReason, message, traceId, raisedBy, delivery, retryable, retryAfterMs, oldRoom, cause };
  }
}

/** Refuses a call before anything was sent. */
export function refused(module: ErrorModule, code: number, subReason: string, message: string): IliveError {
  return new IliveError(module, code, { subReason, message, delivery: 'return' });
}

/** Whatever was thrown, as an error of the contract: 8020 for what nobody foresaw. */
export function asIliveError(thrown: unknown): IliveError {
  if (thrown instanceof IliveError) return thrown;
  return new IliveError('ilive', 8020, { subReason: 'unexpected', message: String(thrown), cause: thrown });
}
