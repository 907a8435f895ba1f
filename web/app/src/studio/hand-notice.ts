import type { StageEntry, TinyId } from '@ilive/client';

/** Which raised hand the one notice tells of: the last that came, until that hand is down. */
export class HandNotice {
  #known: ReadonlySet<TinyId> = new Set();
  #shown: TinyId | null = null;

  /** What the queue now asks of the notice: to tell of a hand, to go, or nothing. */
  follow(queue: readonly StageEntry[]): StageEntry | 'gone' | null {
    // Names come a moment after the hand.
    const named = queue.filter(({ nick }) => nick !== '');
    const next = named.findLast(({ tinyId }) => !this.#known.has(tinyId)) ?? null;
    const answered = this.#shown !== null && !queue.some(({ tinyId }) => tinyId === this.#shown);
    this.#known = new Set(named.map(({ tinyId }) => tinyId));
    if (next !== null) this.#shown = next.tinyId;
    else if (answered) this.#shown = null;
    return next ?? (answered ? 'gone' : null);
  }
}
