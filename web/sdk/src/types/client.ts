import type { IliveError } from '../errors.js';
import type { Conversation, Message } from './chat.js';
import type { Devices } from './devices.js';
import type { Role, RoomId } from './ids.js';
import type { Cancellable, Events, Observable } from './observable.js';
import type { Room } from './room.js';
import type { ConnectionState } from './state.js';

/** Who somebody is, proved by a userSig. */
export interface Ticket {
  readonly sdkAppId: number;
  readonly userId: string;
  readonly userSig: string;
  readonly expiresAtMs: number;
}

export interface LoginOptions extends Cancellable {
  /** The server; the page's own origin unless told. */
  readonly url?: string;
  readonly sdkAppId: number;
  /** Only compared with the answer: the ticket says who this is. */
  readonly userId?: string;
  readonly userSig: string;
  /** 1 to 32 characters; without it the stored one is kept. */
  readonly nick?: string;
  /** Asked for a new userSig a minute before the old one runs out, and again when it has. */
  readonly onTokenWillExpire?: () => Promise<string>;
}

export interface GuestOptions extends Cancellable {
  readonly nick: string;
  readonly url?: string;
}

export interface RoomsOptions extends Cancellable {
  /** The app whose rooms are listed; the one that the server gives guests of, else its first, unless told. */
  readonly sdkAppId?: number;
  readonly url?: string;
}

/** A room that is live, as the list has it. */
export interface RoomCard {
  readonly room: RoomId;
  readonly title: string;
  readonly host: { readonly userId: string; readonly nick: string };
  readonly people: number;
  readonly sinceMs: number;
  /** False while nobody sends. */
  readonly live: boolean;
  /** Absolute; null while there is none. */
  readonly coverUrl: string | null;
}

export interface JoinOptions extends Cancellable {
  /** `audience` to watch. */
  readonly role: Role;
  /** A privateMapKey: replaces what the userSig alone would allow. */
  readonly roomKey?: string;
  /** Rights wanted, as bits of {@link Rights}; all that there are unless told. */
  readonly rights?: number;
  /** Make the room when it does not exist. */
  readonly create?: boolean;
  /** True: the chat group is not joined. */
  readonly withoutChat?: boolean;
}

export interface CreateOptions extends Cancellable {
  readonly title: string;
  /** `host` unless told. */
  readonly role?: Role;
  readonly roomKey?: string;
  readonly rights?: number;
  readonly withoutChat?: boolean;
}

export interface Rooms {
  /** The room that this user is in. */
  readonly current: Observable<Room | null>;
  /**
   * Makes a room, or enters the own one again.
   * @throws {IliveError} 8021 bad id or no options, 8010 in another room, 8011 entry under way, 10003 `room_taken` somebody else's room.
   */
  create(id: RoomId, options: CreateOptions): Promise<Room>;
  /** @throws {IliveError} 10009 no such room, 10003 no permission, 10005 full or no media path, 10004, 1005 no answer in time. */
  join(id: RoomId, options: JoinOptions): Promise<Room>;
  /**
   * Moves a viewer to another room. When that fails, the error's `oldRoom` says whether the old one was kept: it is, until the server has
   * let this user into the new one.
   * @throws {IliveError} 8003 in no room, 8023 as its host, and what {@link Rooms.join} fails with.
   */
  switch(id: RoomId, options: JoinOptions): Promise<Room>;
}

/** Messages between two users. */
export interface DirectMessages {
  with(userId: string): Conversation;
}

export interface ClientEvents {
  /** From another user to this one. */
  message: Message;
  /** The userSig runs out in `expiresAtMs` and nobody gave a new one: call {@link Client.renewTicket}. */
  'token-will-expire': { readonly expiresAtMs: number };
  /** Ends nothing: 8012 the link stays lost, 8051 the ticket has run out and may still be renewed. */
  warning: IliveError;
  /** Logged out. `error` is absent when it was asked for; 8050 another login of this user, 8051 the ticket ran out. */
  closed: { readonly error?: IliveError };
}

/** A login. Survives lost links and server restarts by itself. */
export interface Client extends Events<ClientEvents>, AsyncDisposable {
  readonly state: Observable<ConnectionState>;
  /** The server, without a slash at its end. */
  readonly url: string;
  readonly userId: string;
  readonly nick: string;
  readonly rooms: Rooms;
  readonly messages: DirectMessages;
  readonly devices: Devices;
  /** The server's clock minus this one's, in ms. */
  readonly clockOffsetMs: number;
  /** Puts a new userSig in the place of one that runs out. */
  renewTicket(userSig: string, options?: Cancellable): Promise<void>;
  /** Leaves the room and ends the login. @throws {IliveError} 8009 when it has ended. */
  logout(): Promise<void>;
}

/** What this browser can do. */
export interface Support {
  readonly watch: boolean;
  readonly publish: boolean;
  readonly screen: boolean;
  /** Words for what is missing: `insecure_context`, `no_webrtc`, `no_getusermedia`, `no_getdisplaymedia`, `no_websocket`. */
  readonly missing: readonly string[];
}

/** Where all begins. One login at a time; see `createIlive` for a second. */
export interface IliveApi {
  /** @throws {IliveError} 8021 bad value, 8004 another user is logged in, 8024 this one is, 10003, 8051, 8012 no network, 8052, 1005. */
  login(options: LoginOptions): Promise<Client>;
  /** A ticket for a fresh guest, where the server gives such. @throws {IliveError} 10007 guests are off, 10005 `throttled`. */
  guest(options: GuestOptions): Promise<Ticket>;
  /** The rooms that are there. @throws {IliveError} 10003 `app_unknown` for an app that the server does not have. */
  rooms(options?: RoomsOptions): Promise<readonly RoomCard[]>;
  readonly devices: Devices;
  readonly support: Support;
  readonly version: string;
}
