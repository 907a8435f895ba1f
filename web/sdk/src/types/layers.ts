import type { IliveError } from '../errors.js';
import type { Element, Message, SentMessage } from './chat.js';
import type { DeviceControl, DeviceKind } from './devices.js';
import type { Picture, RoomId, Source, TinyId } from './ids.js';
import type { LoginOptions } from './client.js';
import type { Cancellable } from './observable.js';
import type { Uplink, Viewer } from './room.js';

/** Named as in the tables of the codes. */
export type ContextState = 'CONTEXT_STATE_GONE' | 'CONTEXT_STATE_STOPPED' | 'CONTEXT_STATE_STARTING' | 'CONTEXT_STATE_STARTED' | 'CONTEXT_STATE_STOPPING';
export type RoomState = 'ROOM_STATE_EXITED' | 'ROOM_STATE_ENTERING' | 'ROOM_STATE_ENTERED' | 'ROOM_STATE_EXITING' | 'ROOM_STATE_SWITCHING';
export type DeviceTestState = 'DEVICE_TEST_STATE_STOPPED' | 'DEVICE_TEST_STATE_STARTING' | 'DEVICE_TEST_STATE_STARTED' | 'DEVICE_TEST_STATE_STOPPING';

/** What an AV room is entered with. */
export interface AvEnterOptions extends Cancellable {
  readonly room: RoomId;
  /** Of the two forms that a room had only `multi`, the usual one, is built (1006). */
  readonly type?: 'pair' | 'multi';
  /** The name of one of the app's roles; without it the app's default role. */
  readonly role?: string;
  readonly roomKey?: string;
  readonly rights?: number;
  /** Make the room when there is none; true unless told. */
  readonly create?: boolean;
  /** See everybody who sends, without asking for each; false unless told. */
  readonly autoViews?: boolean;
}

/** One picture that is asked for. */
export interface AvView {
  readonly source: Picture;
  /** Pixels that are shown; 0, the usual: the largest there is. */
  readonly height?: number;
}

/** What a member sends. */
export interface Endpoint extends Uplink {
  readonly tinyId: TinyId;
}

/** The AV layer: context, room, members, devices and their test, invitations. Codes 1 to 7000, and those of the server. */
export interface Av {
  readonly contextState: ContextState;
  readonly roomState: RoomState;
  readonly testState: DeviceTestState;
  /** The own number; null while the context is not started. */
  readonly tinyId: TinyId | null;
  /** Makes the context again after a destroy. @throws {IliveError} 1003 there is one. */
  createContext(): Promise<void>;
  /** Asks IM for the own tiny id each time. @throws {IliveError} 1001, 1002, 1003, 1502, 6999, 7000, 1. */
  startContext(options?: Cancellable): Promise<void>;
  /** @throws {IliveError} 1003, 1202 in a room, 1602 in a device test. */
  stopContext(): Promise<void>;
  /** @throws {IliveError} 1102 unless it is stopped. */
  destroyContext(): Promise<void>;
  /** The chat group of the room is another layer's. @throws {IliveError} 1101, 1004, 1001, 1002, 1003, 1602, 1006, 1, and the server's. */
  enterRoom(options: AvEnterOptions): Promise<void>;
  exitRoom(options?: Cancellable): Promise<void>;
  switchRoom(options: AvEnterOptions): Promise<void>;
  /** @throws {IliveError} 1003 for the role in force, unless a key comes with it. */
  changeRole(role: string, options?: Cancellable & { readonly roomKey?: string }): Promise<void>;
  /** Sees exactly these. @throws {IliveError} 1004 for lists of unequal length, 1401, 1402. */
  requestViews(members: readonly TinyId[], views: readonly AvView[], options?: Cancellable): Promise<void>;
  cancelViews(options?: Cancellable): Promise<void>;
  /** @throws {IliveError} 1401 for one who sends nothing, 1402 for another source. */
  endpoint(member: TinyId, source: Source): Promise<Endpoint>;
  /** Where a picture that was asked for arrives; null while it does not. */
  stream(member: TinyId, source: Picture): MediaStream | null;
  readonly devices: DeviceControl;
  /** Asks a user into a room; gives the invitation's id. @throws {IliveError} 1801 with the reason nested. */
  invite(userId: string, room: RoomId, options?: Cancellable): Promise<string>;
  /** @throws {IliveError} 1802. */
  acceptInvite(id: string, options?: Cancellable): Promise<void>;
  /** @throws {IliveError} 1803. */
  refuseInvite(id: string, options?: Cancellable): Promise<void>;
  cancelInvite(id: string, options?: Cancellable): Promise<void>;
}

/** A user and its number. */
export interface ImIdentity {
  readonly userId: string;
  readonly tinyId: TinyId;
  readonly nick: string;
}

/** The IM layer: login without the AV context, messages to anybody, ids and their numbers. Its own numbers are `im`'s. */
export interface Im {
  /** Logs in; the AV context stays as it is. */
  login(options: LoginOptions): Promise<void>;
  logout(): Promise<void>;
  /** To a user, or to the group of the room that this user is in. */
  send(to: { readonly userId: string } | { readonly room: RoomId }, elements: readonly Element[], options?: Cancellable): Promise<SentMessage>;
  read(of: { readonly userId: string } | { readonly room: RoomId }, options?: Cancellable & { readonly before?: number; readonly limit?: number }): Promise<readonly Message[]>;
  members(room: RoomId, options?: Cancellable & { readonly offset?: number; readonly limit?: number }): Promise<{ readonly viewers: readonly Viewer[]; readonly count: number }>;
  /** User ids to tiny ids; those that nobody has are left out. */
  resolve(userIds: readonly string[], options?: Cancellable): Promise<readonly ImIdentity[]>;
}

/** One-to-one calls (E.15). They are signalling: the room that both meet in is the app's to name. */
export interface Calls {
  /** Rings at a user; gives the call's id. @throws {IliveError} 8008 in another call, unless `endCurrent` ends that first. */
  make(userId: string, options?: Cancellable & { readonly video?: boolean; readonly endCurrent?: boolean }): Promise<string>;
  /** @throws {IliveError} `call` 100 unknown, 8008 not ringing here or another call is on. */
  accept(id: string, options?: Cancellable): Promise<void>;
  /** @throws {IliveError} 8003 unknown, 8008 not ringing here. */
  reject(id: string, options?: Cancellable): Promise<void>;
  /** Takes back one's own call, or hangs up. @throws {IliveError} `call` 100 unknown, 8008 it rings here. */
  end(id: string, options?: Cancellable): Promise<void>;
  /** By id: `enter` accepted here, `incoming` rings here, `wait` rings there, `establish` both are in it. */
  readonly current: ReadonlyMap<string, 'enter' | 'incoming' | 'wait' | 'establish'>;
}

/** How a call or an invitation of somebody else is named. */
export interface Incoming {
  readonly id: string;
  readonly from: string;
}

/** What nobody asked for, as handlers get it. */
export type IliveEvent =
  | { readonly name: 'on_forced_offline'; readonly error: IliveError }
  /** The userSig has run out, and may be renewed for so long. */
  | { readonly name: 'on_ticket_expired'; readonly graceMs: number; readonly error: IliveError }
  | { readonly name: 'on_warning'; readonly error: IliveError }
  /** Out of the room. With 1005 the seat is lost: this client enters again by itself, see {@link Room.state}. */
  | { readonly name: 'on_room_disconnect'; readonly room: RoomId; readonly error: IliveError }
  /** Somebody who is known by name sends something, or does so no longer. */
  | { readonly name: 'on_member'; readonly userId: string; readonly source: Source; readonly kind: Uplink['kind']; readonly on: boolean }
  /** The same by number, as soon as it is so. */
  | { readonly name: 'on_endpoint'; readonly tinyId: TinyId; readonly source: Source; readonly kind: Uplink['kind']; readonly on: boolean }
  | { readonly name: 'on_privilege_diff'; readonly source: Source }
  | { readonly name: 'on_rights'; readonly role: string; readonly rights: number }
  | { readonly name: 'on_message'; readonly message: Message }
  | { readonly name: 'on_invitation'; readonly invitation: Incoming & { readonly room: RoomId } }
  /** The own one; or one that had come in, when two have invited each other and it is the one that counts. */
  | { readonly name: 'on_invitation_accepted'; readonly id: string }
  /** `answered`: by another login of this user, or by crossing with the one that counts. */
  | { readonly name: 'on_invitation_ended'; readonly id: string; readonly how: 'refused' | 'cancelled' | 'timed_out' | 'left' | 'answered' }
  | { readonly name: 'on_call_incoming'; readonly call: Incoming & { readonly video: boolean } }
  | { readonly name: 'on_call_established'; readonly id: string }
  | { readonly name: 'on_call_ended'; readonly id: string; readonly result: number }
  | { readonly name: 'on_device_closed'; readonly kind: DeviceKind; readonly error: IliveError | null }
  | { readonly name: 'on_link_down' }
  /** `recovered`: nothing was lost meanwhile. */
  | { readonly name: 'on_link_up'; readonly recovered: boolean }
  | { readonly name: 'on_stage_queue'; readonly count: number }
  | { readonly name: 'on_stage_answered'; readonly accepted: boolean }
  | { readonly name: 'on_stage_invited' };

export type EventHandler = (event: IliveEvent) => void;
