import type { IliveError } from '../errors.js';
import type { Conversation, Element, Message, SentMessage } from './chat.js';
import type { Devices } from './devices.js';
import type { Picture, Role, RoomId, Source, Who } from './ids.js';
import type { Av, Calls, EventHandler, Im } from './layers.js';
import type { Cancellable, Events, Observable } from './observable.js';
import type { Room, RoomSummary } from './room.js';
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

/** What a login is given, before there is one. */
export type TicketOptions = Pick<LoginOptions, 'url' | 'sdkAppId' | 'userId' | 'userSig' | 'signal'>;

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

/** Somebody's picture and where it is to be shown. */
export interface ShownAt {
  readonly element: HTMLVideoElement;
  readonly userId: string;
  /** `main` unless told. */
  readonly source?: Picture;
  /** Pixels that are shown; 0, the usual: the largest there is. */
  readonly height?: number;
}

/** Which room is linked, and who is met there. */
export interface LinkOptions extends Cancellable {
  readonly room: RoomId;
  readonly userId: string;
  /** The other room's key for it, where the app asks for one. */
  readonly roomKey?: string;
}

/** What the way to the server is like. What could not be measured is null. */
export interface SpeedTestResult {
  /** Shares of datagrams lost, 0 to 1. A page has no datagrams: null in a browser. */
  readonly upLoss: number | null;
  readonly downLoss: number | null;
  /** There and back: the median. */
  readonly rttMs: number | null;
  /** The mean of how much one round trip differs from the one before. */
  readonly jitterMs: number | null;
  readonly upBps: number | null;
  readonly downBps: number | null;
}

/** How far a speed test has come. */
export interface SpeedTestProgress {
  /** What is being measured now, in this order. */
  readonly step: 'round_trip' | 'down' | 'up';
  /** What has been; null too for what is still to come. */
  readonly soFar: SpeedTestResult;
}

export interface SpeedTestOptions extends Cancellable {
  /** Called as each step begins. */
  readonly onProgress?: (progress: SpeedTestProgress) => void;
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
  /** See everybody who sends, as many as there are slots, without asking for each: true unless told. See {@link Views.auto}. */
  readonly autoViews?: boolean;
}

export interface CreateOptions extends Cancellable {
  readonly title: string;
  /** `host` unless told. */
  readonly role?: Role;
  readonly roomKey?: string;
  readonly rights?: number;
  readonly withoutChat?: boolean;
  readonly autoViews?: boolean;
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
  readonly calls: Calls;
  /** The layers below the façade, with their own codes. */
  readonly av: Av;
  readonly im: Im;
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

/**
 * Where all begins. One login at a time; see `createIlive` for a second. Everything is here from the beginning on: what needs a login, a
 * room or messaging is refused with the code that says so. Refusals are promises that have failed already, `delivery: 'return'`.
 */
export interface IliveApi {
  /** @throws {IliveError} 8021 bad value, 8004 another user is logged in, 8024 this one is, 10003, 8051, 8012 no network, 8052, 1005. */
  login(options: LoginOptions): Promise<Client>;
  /** Who is logged in. */
  readonly client: Client | null;
  /** What is pending ends with 8007. @throws {IliveError} 8009 not logged in. */
  logout(): Promise<void>;
  /** Logs out where need be; afterwards every call is refused. */
  release(): Promise<void>;
  renewTicket(userSig: string, options?: Cancellable): Promise<void>;
  /** Calls `handler` with all that nobody asked for. @throws {IliveError} 8005 without one, 8004 for one that is there. */
  addEventHandler(handler: EventHandler): void;
  /** @throws {IliveError} 8022 for one that is not there. */
  removeEventHandler(handler: EventHandler): void;
  /** See {@link Rooms}: the same, before a login too. @throws {IliveError} 8002 not logged in, 8011, 8010, 8024. */
  createRoom(id: RoomId, options: CreateOptions): Promise<Room>;
  joinRoom(id: RoomId, options: JoinOptions): Promise<Room>;
  switchRoom(id: RoomId, options: JoinOptions): Promise<Room>;
  /** Out of a room it succeeds. `cancelPending`: what is pending ends with 8007 instead of refusing this with 8011. */
  quitRoom(options?: Cancellable & { readonly cancelPending?: boolean }): Promise<void>;
  changeRole(role: Role, options?: Cancellable & { readonly roomKey?: string }): Promise<void>;
  /** @throws {IliveError} 8021 to oneself, 8003 in no room, 8004 linked already. */
  linkRoom(options: LinkOptions): Promise<void>;
  unlinkRoom(options?: Cancellable): Promise<void>;
  push(on: boolean, options?: Cancellable): Promise<void>;
  record(on: boolean, options?: Cancellable): Promise<void>;
  /** Takes up to 4 MB and gives up to 2. @throws {IliveError} 8009, 10005 `throttled`, 10007, 8012, 8052 when something else answers. */
  speedTest(options?: SpeedTestOptions): Promise<SpeedTestResult>;
  /** Shows exactly these. @throws {IliveError} 8005 without an element, `av` 1401, 1402. */
  show(shown: readonly ShownAt[], options?: Cancellable): Promise<void>;
  hideAll(options?: Cancellable): Promise<void>;
  sendC2c(userId: string, elements: readonly Element[], options?: Cancellable): Promise<SentMessage>;
  /** @throws {IliveError} 8001, 8009, 8003 in no room, 8021, 8053. */
  sendGroup(elements: readonly Element[], options?: Cancellable): Promise<SentMessage>;
  stageRequest(options?: Cancellable & { readonly note?: string }): Promise<void>;
  stageCancel(options?: Cancellable): Promise<void>;
  stageAnswer(who: Who, accept: boolean, options?: Cancellable & { readonly reason?: string }): Promise<void>;
  stageInvite(who: Who, options?: Cancellable): Promise<void>;
  stageAnswerInvite(accept: boolean, options?: Cancellable): Promise<void>;
  stageLeave(who?: Who, options?: Cancellable): Promise<void>;
  muteMember(who: Who, source: Source, muted?: boolean, options?: Cancellable): Promise<void>;
  kickMember(who: Who, options?: Cancellable & { readonly banS?: number; readonly reason?: string }): Promise<void>;
  endRoom(options?: Cancellable): Promise<RoomSummary>;
  readonly calls: Calls;
  readonly av: Av;
  readonly im: Im;
  /** A ticket for a fresh guest, where the server gives such. @throws {IliveError} 10007 guests are off, 10005 `throttled`. */
  guest(options: GuestOptions): Promise<Ticket>;
  /** Whether a login would be taken with this, without one: who is logged in elsewhere stays. @throws {IliveError} as `login`. */
  checkTicket(options: TicketOptions): Promise<Ticket>;
  /** The rooms that are there. @throws {IliveError} 10003 `app_unknown` for an app that the server does not have. */
  rooms(options?: RoomsOptions): Promise<readonly RoomCard[]>;
  readonly devices: Devices;
  readonly support: Support;
  readonly version: string;
}
