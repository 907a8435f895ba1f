import { IliveError } from './errors.js';
import { Feed } from './feed.js';
import { needBetween, needMessage, needThing } from './guards.js';
import { PAGE_MAX } from './limits.gen.js';
import { bytesOf, conversationRef, messageFromWire, textOf } from './messages.js';
import type { Operations } from './operations.js';
import { Outbox } from './outbox.js';
import type { Caller } from './requests.js';
import { Timeline, type Arrival } from './timeline.js';
import { notAborted } from './abort.js';
import type { Conversation, ConversationId, Element, HistoryOptions, Message, MessagesOptions, SentMessage } from './types/chat.js';
import type { Cancellable } from './types/observable.js';

/** Messages read to fill one gap; what is older stays in the history. */
const MAX_FILL = 500;
/** What an iteration begins with, and a page of history has, unless told. */
const USUAL = 50;

export interface ConversationWorld {
  readonly caller: Caller;
  readonly newKey: () => string;
  /** Who this login is. */
  readonly operations: Operations;
  readonly me: () => { readonly own: string; readonly nick: string };
  /** Refuses with 8009 or 8003 when there is nobody to say it to. */
  readonly guard: () => void;
  readonly delivered: (message: Message) => void;
  /** Messages that may wait for the link. */
  readonly outbox: number;
}

/** One conversation: an outbox for what is said, a timeline for what is heard, feeds for those who listen. */
export class LiveConversation implements Conversation {
  readonly #outbox: Outbox;
  readonly #feeds = new Set<Feed<Message>>();
  #timeline: Timeline<Message>;

  constructor(
    readonly id: ConversationId,
    private readonly world: ConversationWorld,
    last = -1,
  ) {
    this.#outbox = new Outbox(world.caller, id, world.newKey, world.outbox);
    this.#timeline = new Timeline(last);
  }

  get outbox() {
    return this.#outbox.waiting;
  }

  send(text: string, options: Cancellable = {}): Promise<SentMessage> {
    return this.sendElements([{ type: 'text', text: String(text) }], options);
  }

  sendCustom(data: Uint8Array, options: Cancellable & { readonly desc?: string } = {}): Promise<SentMessage> {
    return this.sendElements([{ type: 'custom', data, desc: options.desc ?? '' }], options);
  }

  async history(options: HistoryOptions = {}): Promise<readonly Message[]> {
    const { before = 0, limit = USUAL, signal } = options;
    needBetween('limit', limit, 1, PAGE_MAX);
    this.world.guard();
    notAborted(signal);
    return this.page(before, limit, signal);
  }

  messages(options: MessagesOptions = {}): AsyncIterableIterator<Message> {
    const { history = USUAL, signal } = options;
    needBetween('history', history, 0, PAGE_MAX);
    this.world.guard();
    const feed = new Feed<Message>(() => this.#feeds.delete(feed));
    signal?.addEventListener('abort', () => feed.close(), { once: true });
    if (signal?.aborted) feed.close();
    this.#feeds.add(feed);
    return history > 0 ? this.#withHistory(feed, history) : feed;
  }

  handleArrived(message: Message): void {
    this.#carryOut(this.#timeline.handleArrived(message));
  }

  /** Entered, or entered again: the server's newest. What came meanwhile is read. */
  handleEntered(lastSeq: number): void {
    if (this.#timeline.last < 0) this.#timeline = new Timeline(lastSeq);
    else if (this.#timeline.last < lastSeq) this.handleGap();
  }

  /** Events may have been lost. */
  handleGap(): void {
    this.#carryOut(this.#timeline.handleGap());
  }

  handleEnd(error?: IliveError): void {
    for (const feed of [...this.#feeds]) feed.close(error);
  }

  /** The façade's guards; then on its way. */
  sendElements(elements: readonly Element[], { signal }: Cancellable = {}): Promise<SentMessage> {
    const guards = (): void => {
      checkMessage(this.id, elements);
      this.world.guard();
      this.check();
    };
    return this.world.operations.make({ layer: 'facade', verb: 'message', signal, guards, work: (wanted) => this.deliver(elements, wanted) });
  }

  /** 8053 when as many wait here as may. */
  check(): void {
    this.#outbox.check();
  }

  async deliver(elements: readonly Element[], signal: AbortSignal): Promise<SentMessage> {
    const sent = await this.#outbox.send(elements, signal);
    // The server may tell its sender too: the sequence keeps it from being shown twice.
    const { own, nick } = this.world.me();
    this.handleArrived({ ...sent, conversation: this.id, sender: own, senderNick: nick, elements, text: textOf(elements), own: true });
    return sent;
  }

  async *#withHistory(feed: Feed<Message>, count: number): AsyncGenerator<Message, undefined> {
    let last = 0;
    try {
      for (const message of await this.page(0, count)) {
        last = message.seq;
        yield message;
      }
      for await (const message of feed) if (message.seq > last) yield message;
    } finally {
      feed.close();
    }
    return undefined;
  }

  #carryOut(arrival: Arrival<Message>): void {
    if (arrival.kind === 'read') void this.#fill(arrival.after, arrival.before);
    if (arrival.kind !== 'deliver') return;
    for (const message of arrival.messages) {
      this.world.delivered(message);
      for (const feed of [...this.#feeds]) feed.push(message);
    }
  }

  async #fill(after: number, before: number): Promise<void> {
    try {
      let messages: readonly Message[] = [];
      for (let more = true; more && messages.length < MAX_FILL; ) {
        const older = await this.#read(after, messages[0]?.seq ?? before, PAGE_MAX);
        messages = [...older.messages, ...messages];
        more = older.more && older.messages.length > 0;
      }
      this.#carryOut(this.#timeline.handleRead(messages));
      this.#carryOut(this.#timeline.behindGap());
    } catch {
      // The link went, or the login: the next arrival or the next entry reads again.
      this.#timeline.handleReadFailed();
    }
  }

  /** The newest `limit` messages before `before`: long ones come in more than one answer. */
  async page(before: number, limit: number, signal?: AbortSignal): Promise<readonly Message[]> {
    let messages: readonly Message[] = [];
    for (let more = true; more && messages.length < limit; ) {
      const older = await this.#read(0, messages[0]?.seq ?? before, limit - messages.length, signal);
      messages = [...older.messages, ...messages];
      more = older.more && older.messages.length > 0;
    }
    return messages;
  }

  async #read(after: number, before: number, limit: number, signal?: AbortSignal): Promise<{ messages: readonly Message[]; more: boolean }> {
    const request = { conversation: conversationRef(this.id), after: BigInt(after), before: BigInt(before), limit };
    const silence = (): IliveError => new IliveError('im', 6012, { subReason: 'no_answer' });
    const { messages, more } = await this.world.caller.call('readMessages', request, { signal, silence, inRoom: 'room' in this.id });
    return { messages: messages.map((message) => messageFromWire(message, this.world.me().own)), more };
  }
}

/** 8005 without an element, 8021 for an empty message and one over the limit. */
export function checkMessage(to: ConversationId, elements: readonly Element[]): void {
  needThing('element', elements[0]);
  needMessage(to, bytesOf(elements));
}
