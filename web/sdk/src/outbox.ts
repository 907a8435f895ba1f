import { untilAborted } from './abort.js';
import { Cell } from './cell.js';
import { IliveError, refused } from './errors.js';
import { conversationRef, elementsToWire, textOf } from './messages.js';
import type { Caller } from './requests.js';
import type { ConversationId, Element, PendingMessage, SentMessage } from './types/chat.js';

/**
 * Messages on their way to the server's disk. They wait here while the link is lost and go out again under their own names, so that the
 * server keeps each once, however often it comes.
 */
export class Outbox {
  readonly waiting = new Cell<readonly PendingMessage[]>([]);

  constructor(
    private readonly caller: Caller,
    private readonly conversation: ConversationId,
    private readonly newKey: () => string,
    /** Messages that may wait; another gets 8053. */
    private readonly limit: number,
  ) {}

  /** Refuses what would not fit. */
  check(): void {
    if (this.waiting.value.length < this.limit) return;
    throw refused('ilive', 8053, 'outbox_full', `${this.limit} messages wait for the link already`);
  }

  send(elements: readonly Element[], signal?: AbortSignal): Promise<SentMessage> {
    const clientId = this.newKey();
    this.waiting.set([...this.waiting.value, { clientId, elements, text: textOf(elements), sinceMs: Date.now() }]);
    const remove = (): void => this.waiting.set(this.waiting.value.filter((entry) => entry.clientId !== clientId));
    return untilAborted(signal, this.#ask(clientId, elements), remove).finally(remove);
  }

  async #ask(clientId: string, elements: readonly Element[]): Promise<SentMessage> {
    const request = { conversation: conversationRef(this.conversation), clientId, elements: elementsToWire(elements) };
    const reply = await this.caller.call('sendMessage', request, {
      inRoom: 'room' in this.conversation,
      restsWhileLost: true,
      silence: () => new IliveError('im', 6012, { subReason: 'no_answer' }),
    });
    return { clientId, seq: Number(reply.seq), timeMs: Number(reply.timeMs) };
  }
}
