/** Anything with a place in a conversation. */
export interface Numbered {
  readonly seq: number;
}

/** What a timeline does with an arrival. */
export type Arrival<M> =
  /** Pass these on, in this order. */
  | { readonly kind: 'deliver'; readonly messages: readonly M[] }
  /** Known already, or waiting behind a gap that is being read. */
  | { readonly kind: 'nothing' }
  /** Read what lies between, exclusive, then give it to {@link Timeline.handleRead}. */
  | { readonly kind: 'read'; readonly after: number; readonly before: number };

/** Messages that wait behind a gap; more than that means that the gap will not be filled. */
const MAX_WAITING = 500;

/** Puts the messages of one conversation in order: each once, none left out. */
export class Timeline<M extends Numbered> {
  #last: number;
  #waiting = new Map<number, M>();
  #reading: { before: number } | undefined;

  /** @param last the newest that counts as delivered; -1: the first arrival decides. */
  constructor(last: number) {
    this.#last = last;
  }

  get last(): number {
    return this.#last;
  }

  /** A message came by event. */
  handleArrived(message: M): Arrival<M> {
    if (this.#last < 0) this.#last = message.seq - 1;
    if (message.seq <= this.#last) return { kind: 'nothing' };
    this.#waiting.set(message.seq, message);
    if (this.#waiting.size > MAX_WAITING) return this.#release(message.seq);
    if (message.seq === this.#last + 1) return this.#release(this.#last);
    return this.behindGap();
  }

  /** Events may have been lost: read what is newer than all that was delivered. */
  handleGap(): Arrival<M> {
    if (this.#last < 0 || this.#reading) return { kind: 'nothing' };
    return this.#read(0);
  }

  /** All that the server has of what was to be read; what is not in it does not exist. */
  handleRead(messages: readonly M[]): Arrival<M> {
    const sure = this.#reading?.before ? this.#reading.before - 1 : Math.max(this.#last, ...messages.map(({ seq }) => seq));
    this.#reading = undefined;
    for (const message of messages) if (message.seq > this.#last) this.#waiting.set(message.seq, message);
    return this.#release(sure);
  }

  /** Reading failed: what waits is tried again with the next arrival. */
  handleReadFailed(): void {
    this.#reading = undefined;
  }

  /** What is still to be read for those that wait. */
  behindGap(): Arrival<M> {
    const next = Math.min(...this.#waiting.keys());
    return Number.isFinite(next) && !this.#reading ? this.#read(next) : { kind: 'nothing' };
  }

  #read(before: number): Arrival<M> {
    this.#reading = { before };
    return { kind: 'read', after: this.#last, before };
  }

  /** Up to `sure` whatever is missing, beyond it up to the next gap. */
  #release(sure: number): Arrival<M> {
    const messages: M[] = [];
    for (const seq of [...this.#waiting.keys()].sort((a, b) => a - b)) {
      if (seq > sure && seq !== Math.max(this.#last, sure) + 1) break;
      const message = this.#waiting.get(seq);
      this.#waiting.delete(seq);
      this.#last = seq;
      if (message !== undefined) messages.push(message);
    }
    this.#last = Math.max(this.#last, sure);
    return messages.length > 0 ? { kind: 'deliver', messages } : { kind: 'nothing' };
  }
}
