import type { Checks } from './checks.js';
import type { LiveClient } from './client.js';
import { IliveError, refused } from './errors.js';
import { conversationKey } from './messages.js';
import type { LiveConversation } from './conversation.js';
import type { Operations } from './operations.js';
import type { LiveRooms } from './rooms.js';
import type { ConversationId, Element, Message, SentMessage } from './types/chat.js';
import type { LoginOptions } from './types/client.js';
import type { RoomId } from './types/ids.js';
import type { Im, ImIdentity } from './types/layers.js';
import type { Cancellable } from './types/observable.js';
import type { Viewer } from './types/room.js';
import { roomRef } from './wire.js';

export interface ImWorld {
  readonly operations: Operations;
  readonly checks: Checks;
  readonly client: () => LiveClient | null;
  readonly rooms: LiveRooms;
  readonly logIn: (options: LoginOptions) => Promise<void>;
  readonly logOut: () => Promise<void>;
}

/** IM's number for a message or a conversation that is none. */
const BAD_REQUEST = 10_004;
/** What a page has unless told. */
const USUAL = 50;

const silence = (): IliveError => new IliveError('im', 6012, { subReason: 'no_answer' });

/** The IM layer. Its guards are its own: 6014 of `im` where nobody is logged in. */
export class ImLayer implements Im {
  constructor(private readonly world: ImWorld) {}

  login(options: LoginOptions): Promise<void> {
    return this.world.logIn(options);
  }

  logout(): Promise<void> {
    return this.world.logOut();
  }

  send(to: ConversationId, elements: readonly Element[], { signal }: Cancellable = {}): Promise<SentMessage> {
    const guards = (): void => {
      this.#ready();
      this.#conversation(to)?.check();
    };
    const work = (client: LiveClient, wanted: AbortSignal): Promise<SentMessage> => {
      const conversation = this.#conversation(to, client);
      if (!conversation) throw new IliveError('im', BAD_REQUEST, { subReason: 'no_conversation', message: `no ${conversationKey(to)} to send to` });
      return conversation.deliver(elements, wanted);
    };
    return this.#ask('message', guards, work, signal);
  }

  read(of: ConversationId, options: Cancellable & { readonly before?: number; readonly limit?: number } = {}): Promise<readonly Message[]> {
    const { before = 0, limit = USUAL, signal } = options;
    const work = async (client: LiveClient, wanted: AbortSignal): Promise<readonly Message[]> => {
      const conversation = this.#conversation(of, client);
      if (!conversation) throw new IliveError('im', BAD_REQUEST, { subReason: 'no_conversation' });
      return conversation.page(before, limit, wanted);
    };
    return this.#ask('ask', () => this.#ready(), work, signal);
  }

  members(room: RoomId, options: Cancellable & { readonly offset?: number; readonly limit?: number } = {}) {
    const { offset = 0, limit = USUAL, signal } = options;
    const work = async (client: LiveClient, wanted: AbortSignal): Promise<{ viewers: readonly Viewer[]; count: number }> => {
      const reply = await client.requests.call('groupMembers', { room: roomRef(room), offset, limit }, { signal: wanted, silence });
      return { viewers: reply.members.map(({ userId, nick, host }) => ({ userId, nick, host })), count: reply.people };
    };
    return this.#ask('ask', () => this.#ready(), work, signal);
  }

  resolve(userIds: readonly string[], { signal }: Cancellable = {}): Promise<readonly ImIdentity[]> {
    const work = async (client: LiveClient, wanted: AbortSignal): Promise<readonly ImIdentity[]> => {
      const { identities } = await client.requests.call('resolve', { userIds: [...userIds], tinyIds: [] }, { signal: wanted, silence });
      for (const { userId, tinyId, nick } of identities) client.identities.handleKnown(String(tinyId), { userId, nick });
      return identities.map(({ userId, tinyId, nick }) => ({ userId, nick, tinyId: String(tinyId) }));
    };
    return this.#ask('ask', () => this.#ready(), work, signal);
  }

  #ready(): void {
    this.world.checks.imLoggedIn();
    this.world.checks.inBudget();
  }

  #conversation(id: ConversationId, client = this.world.client()): LiveConversation | undefined {
    if ('userId' in id) return client?.conversation(id.userId);
    const { here } = this.world.rooms;
    return here?.id === id.room ? here.chat : undefined;
  }

  #ask<T>(verb: 'ask' | 'message', guards: () => void, work: (client: LiveClient, wanted: AbortSignal) => Promise<T>, signal?: AbortSignal): Promise<T> {
    const asked = async (wanted: AbortSignal): Promise<T> => {
      const client = this.world.client();
      if (!client) throw refused('im', 6014, '', 'not logged in to messaging');
      return work(client, wanted);
    };
    return this.world.operations.make({ layer: 'im', verb, signal, guards, work: asked });
  }
}
