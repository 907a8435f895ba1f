import { LiveConversation, type ConversationWorld } from './conversation.js';
import type { IliveError } from './errors.js';
import { conversationKey } from './messages.js';

/** The conversations with other users, each once. */
export class Conversations {
  readonly #known = new Map<string, LiveConversation>();

  constructor(private readonly world: ConversationWorld) {}

  with(userId: string): LiveConversation {
    const key = conversationKey({ userId });
    const known = this.#known.get(key) ?? new LiveConversation({ userId }, this.world);
    this.#known.set(key, known);
    return known;
  }

  handleGap(): void {
    for (const conversation of this.#known.values()) conversation.handleGap();
  }

  handleEnd(error: IliveError | undefined): void {
    for (const conversation of this.#known.values()) conversation.handleEnd(error);
  }
}
