import type { RoomId } from './ids.js';
import type { Cancellable, Observable } from './observable.js';

/** A part of a message. */
export type Element =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'custom'; readonly data: Uint8Array; readonly desc: string };

/** Two users, or the chat group of a room. */
export type ConversationId = { readonly userId: string } | { readonly room: RoomId };

/** A message as the server keeps it. */
export interface Message {
  readonly conversation: ConversationId;
  /** Counts up by one in a conversation, from 1. */
  readonly seq: number;
  readonly sender: string;
  readonly senderNick: string;
  readonly timeMs: number;
  /** The sender's name for it: that of the entry in the outbox which it was. */
  readonly clientId: string;
  readonly elements: readonly Element[];
  /** Its text elements, joined. */
  readonly text: string;
  /** Sent by this user. */
  readonly own: boolean;
}

/** A message that the server has not yet acknowledged. It leaves the outbox when it is on the server's disk, or failed. */
export interface PendingMessage {
  readonly clientId: string;
  readonly elements: readonly Element[];
  readonly text: string;
  readonly sinceMs: number;
}

/** What the server said when the message was on its disk. */
export interface SentMessage {
  readonly clientId: string;
  readonly seq: number;
  readonly timeMs: number;
}

/** Where to read. */
export interface HistoryOptions extends Cancellable {
  /** Messages older than this `seq`; without it the newest. */
  readonly before?: number;
  /** 1 to 100, 50 unless told. */
  readonly limit?: number;
}

/** What an iteration over messages begins with. */
export interface MessagesOptions extends Cancellable {
  /** How many of the past to begin with: 0 to 100, 50 unless told. */
  readonly history?: number;
}

/** Messages between two users, or in a room. In order, each once, without gaps, across lost links and restarts. */
export interface Conversation {
  readonly id: ConversationId;
  /** Sent and not yet acknowledged, oldest first: show these as "sending". */
  readonly outbox: Observable<readonly PendingMessage[]>;
  /**
   * Sends a text. While the link is lost it waits in the outbox; it is never sent twice.
   * @throws {IliveError} 8021 empty or too long, 8009 not logged in, 8003 the room has been left, 8053 the outbox is full.
   */
  send(text: string, options?: Cancellable): Promise<SentMessage>;
  /** Sends bytes of the app's own making, with a description that counts among them. */
  sendCustom(data: Uint8Array, options?: Cancellable & { readonly desc?: string }): Promise<SentMessage>;
  /** Reads what was said, oldest first. */
  history(options?: HistoryOptions): Promise<readonly Message[]>;
  /** The newest of the past, then all that comes. Ends with the room or the login; an aborted signal ends it quietly. */
  messages(options?: MessagesOptions): AsyncIterableIterator<Message>;
}
