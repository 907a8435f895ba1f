import type { IliveError } from '../errors.js';
import type { Conversation, Message, MessagesOptions } from './chat.js';
import type { DeviceKind } from './devices.js';
import type { Role, RoleType, RoomId, Source, TinyId, Who } from './ids.js';
import type { Camera, Microphone, RemoteAudio, Screen, Views } from './media.js';
import type { Cancellable, Events, Observable } from './observable.js';
import type { Stage } from './stage.js';
import type { ConnectionState } from './state.js';
import type { RoomStats } from './stats.js';

/** What somebody sends. */
export interface Uplink {
  readonly source: Source;
  readonly kind: 'microphone' | 'camera' | 'external' | 'screen' | 'file' | 'unknown';
  /** Sent but silent or dark, by its owner. */
  readonly muted: boolean;
  /** Silenced by the host. */
  readonly mutedByHost: boolean;
}

/** Somebody on stage, or who sends. Viewers are counted by {@link Room.people} and named by {@link Room.viewers}. */
export interface Member {
  readonly tinyId: TinyId;
  /** Null for the moment until it is known. */
  readonly userId: string | null;
  readonly nick: string;
  readonly role: string;
  readonly roleType: RoleType;
  /** The user who created the room. */
  readonly host: boolean;
  /** This user. */
  readonly own: boolean;
  readonly kind: 'person' | 'whip' | 'whep' | 'bot';
  /** The link is lost, the seat is kept. */
  readonly away: boolean;
  readonly uplinks: readonly Uplink[];
  readonly mutedByHost: readonly Source[];
}

/** Somebody in the room by the chat group's list. */
export interface Viewer {
  readonly userId: string;
  readonly nick: string;
  readonly host: boolean;
}

export interface RoomInfo {
  /** 1 to 80 characters. */
  readonly title: string;
  readonly createdAtMs: number;
}

export interface People {
  /** Everybody, viewers included. */
  readonly count: number;
  readonly hostPresent: boolean;
}

/** This user in the room. */
export interface Me {
  readonly tinyId: TinyId;
  readonly userId: string;
  readonly nick: string;
  readonly host: boolean;
  readonly role: string;
  readonly roleType: RoleType;
  /** The rights in force: bits of {@link Rights}. */
  readonly rights: number;
  readonly mutedByHost: readonly Source[];
}

/** What was, told when the room has ended. */
export interface RoomSummary {
  readonly durationMs: number;
  readonly peakPeople: number;
  readonly totalPeople: number;
  readonly messages: number;
}

export interface RoomEvents {
  message: Message;
  /** Somebody came into, or left, the chat group. */
  'viewer-joined': Viewer;
  'viewer-left': Viewer;
  /** A member came on stage or began to send; changed; is gone. {@link Room.members} has it all. */
  'member-joined': Member;
  'member-changed': Member;
  'member-left': Member;
  /** The own role or rights are others now. */
  'rights-changed': Me;
  /** What is sent of this source arrives without the right to it and is dropped. */
  'privilege-diff': { readonly source: Source };
  /** Sound is blocked until the user taps: call `room.audio.resume()` from a click. */
  'audio-blocked': undefined;
  /** An own device went and could not be replaced: its source is closed. */
  'source-ended': { readonly device: DeviceKind; readonly source: Source; readonly error?: IliveError };
  /** Something failed that nobody asked for and that ends nothing: 1501 a member could not be named, 1005 away over the seat's time, 10005 the media path. */
  warning: IliveError;
  /** Out of the room. `error` is absent when this user left, `summary` there when the room ended. */
  closed: { readonly error?: IliveError; readonly summary?: RoomSummary };
}

/** A room that was entered. */
export interface Room extends Events<RoomEvents>, AsyncDisposable {
  readonly id: RoomId;
  readonly state: Observable<ConnectionState>;
  readonly info: Observable<RoomInfo>;
  readonly people: Observable<People>;
  readonly me: Observable<Me>;
  /** On stage or sending, this user included; the host first, then in order of coming. */
  readonly members: Observable<readonly Member[]>;
  readonly camera: Camera;
  readonly microphone: Microphone;
  readonly screen: Screen;
  readonly views: Views;
  readonly audio: RemoteAudio;
  readonly stage: Stage;
  readonly chat: Conversation;
  /** Condensed every 2 s; measured only while somebody subscribes. */
  readonly stats: Observable<RoomStats | null>;
  /** Short for {@link Room.chat}'s. */
  messages(options?: MessagesOptions): AsyncIterableIterator<Message>;
  /** A page of those in the chat group, newest first. */
  viewers(options?: Cancellable & { readonly offset?: number; readonly limit?: number }): Promise<{
    readonly viewers: readonly Viewer[];
    readonly count: number;
  }>;
  /** Host: silences one source of a member until it is lifted. @throws {IliveError} 10010 the member is gone, 10003 not the host. */
  mute(who: Who, source: Source, muted?: boolean, options?: Cancellable): Promise<void>;
  /** Host: removes a member; for `banS` seconds it cannot come back (0: the app's default). */
  kick(who: Who, options?: Cancellable & { readonly banS?: number; readonly reason?: string }): Promise<void>;
  /** @throws {IliveError} 8024 the role is had already, 10003 the ticket lacks what the role needs (present a `roomKey`). */
  changeRole(role: Role, options?: Cancellable & { readonly roomKey?: string }): Promise<void>;
  /** Host: the title. */
  setInfo(info: { readonly title: string }, options?: Cancellable): Promise<void>;
  /** Host: the picture on the list of rooms, a JPEG of at most 64 KB. */
  setCover(jpeg: Blob, options?: Cancellable): Promise<void>;
  /** Host: ends the room for all. */
  end(options?: Cancellable): Promise<RoomSummary>;
  /** Leaves. Succeeds when it was left already. */
  leave(): Promise<void>;
}
