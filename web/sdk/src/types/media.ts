import type { Picture, TinyId, Who } from './ids.js';
import type { Cancellable, Observable } from './observable.js';
import type { SourceState } from './state.js';

/** Picture sizes by name: 16:9 at 15 (180p, 360p) or 30 frames a second. */
export type Profile = '180p' | '360p' | '480p' | '720p' | '1080p';

export interface CameraOptions extends Cancellable {
  /** Which camera; without it the system's default, which is followed when it changes. */
  readonly deviceId?: string;
  /** Phones: to the user (the default) or away. Only without `deviceId`. */
  readonly facing?: 'user' | 'environment';
  /** Where the own picture is shown, mirrored by the page if it likes. */
  readonly view?: HTMLVideoElement;
  /** `720p` unless told. */
  readonly profile?: Profile;
}

export interface MicrophoneOptions extends Cancellable {
  readonly deviceId?: string;
  /** Echo, noise and level are handled unless this is `music`. */
  readonly kind?: 'voice' | 'music';
}

export interface ScreenOptions extends Cancellable {
  readonly view?: HTMLVideoElement;
  /** What matters: sharp text (the default), or motion. */
  readonly prefer?: 'detail' | 'motion';
}

/** One of the own sources. */
export interface OwnSource<Options> {
  readonly state: Observable<SourceState>;
  /**
   * Opens the device and sends what it gives. Without the right to send, it opens all the same and the server drops what comes (event
   * `privilege-diff`).
   * @throws {IliveError} `av` 1201 out of the room, 1003 already open, 1301 no such device, 1008 held by a program or (screen) a member,
   * 1 permission denied (8020 for the microphone), 10011 too many pictures.
   */
  start(options?: Options): Promise<void>;
  /** Ends sending and lets the device go. @throws {IliveError} `av` 1003 when it is closed. */
  stop(): Promise<void>;
  /** Keeps the device and sends silence or nothing. @throws {IliveError} `av` 1301 when it is closed. */
  mute(muted: boolean): Promise<void>;
}

export interface Camera extends OwnSource<CameraOptions> {
  /** Goes on with another camera; viewers see no interruption but the change. */
  use(deviceId: string, options?: Cancellable): Promise<void>;
}

export interface Microphone extends OwnSource<MicrophoneOptions> {
  /** How loud it is now, 0 to 1; measured only while somebody subscribes. */
  readonly level: Observable<number>;
  use(deviceId: string, options?: Cancellable): Promise<void>;
}

export type Screen = OwnSource<ScreenOptions>;

/** Where and how a picture of a member is shown. */
export interface View {
  readonly who: Who;
  readonly source: Picture;
  /** `waiting`: the member does not send it or the server has not given it a slot yet. `showing`: frames may come. */
  readonly state: Observable<'waiting' | 'showing'>;
  /** Takes the picture off the element. */
  detach(): void;
}

/** A picture that arrives now. */
export interface Shown {
  readonly tinyId: TinyId;
  readonly source: Picture;
}

/** Which pictures are wanted, at which size. */
export interface Views {
  /**
   * True (the start value): the server gives a slot to everybody who sends, host first. False: only what is attached is sent.
   */
  auto(on: boolean): void;
  /** The most height in pixels that is asked for any picture, however large its element; `Infinity` (the start value): no limit. */
  limit(height: number): void;
  /**
   * Shows a member's picture in `element`, now or as soon as it is sent, in the smallest layer that fills it. The element is muted and
   * plays inline: sound is {@link RemoteAudio}. An element shows one picture: attaching again replaces it.
   * @throws {IliveError} 8005 without an element, `av` 1201 out of the room.
   */
  attach(element: HTMLVideoElement, who: Who, source?: Picture): View;
  /** What the slots show, in no order. */
  readonly shown: Observable<readonly Shown[]>;
}

/** The voices of others, mixed by the browser. */
export interface RemoteAudio {
  /** True: the browser waits for a tap. Show a button that calls {@link resume}. */
  readonly blocked: Observable<boolean>;
  /** Starts sound; call it from a click or a key. */
  resume(): Promise<void>;
  /** 0 to 1. */
  readonly volume: Observable<number>;
  setVolume(volume: number): void;
  /** Who is heard now, loudest first, levels 0 to 1; measured only while somebody subscribes. */
  readonly speaking: Observable<readonly { readonly tinyId: TinyId; readonly level: number }[]>;
  /** Where sound comes out. @throws {IliveError} 8023 where the browser cannot choose, 1301 no such device. */
  setSpeaker(deviceId: string): Promise<void>;
}
