import type { CameraOptions, MicrophoneOptions } from './media.js';
import type { Cancellable, Events, Observable } from './observable.js';

/** A kind of device. One of each can be open (B.4). */
export type DeviceKind =
  /** The main picture. */
  | 'camera'
  /** Frames from the app in the camera's place. */
  | 'external_main'
  /** Frames from the app as the auxiliary picture. */
  | 'external_aux'
  | 'microphone'
  /** Where sound comes out. */
  | 'player'
  /** The auxiliary picture: what the user picks in the browser's own window. */
  | 'screen'
  /** The system's sound; not possible in a browser. */
  | 'system_sound'
  /** A media file as the auxiliary picture. */
  | 'media_file';

/** A part of the screen, in pixels: to the right of the first two, up to before the last two. */
export interface Area {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** What is opened. */
export interface OpenOptions extends CameraOptions {
  /** A microphone's: echo, noise and level are handled unless this is `music`. */
  readonly kind?: 'voice' | 'music';
  /** A screen's: sharp text (the default), or motion. */
  readonly prefer?: 'detail' | 'motion';
  /** The address of a media file. */
  readonly file?: string;
  /** A browser shares what the user picks: an area is 8023. */
  readonly area?: Area;
}

/** A picture of the app's own. */
export interface Frame {
  /** I420: planar 4:2:0. RGB24: 24 bits in the order blue, green, red. The others are 8023. */
  readonly format: 'i420' | 'rgb24' | 'nv21' | 'nv12' | 'rgb32';
  /** 176×144, 192×144, 320×240, 480×360, 640×368, 640×480, 960×540 or 1280×720, or one of these upright. */
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** What is done with a media file that plays. */
export type FileStep = 'pause' | 'resume' | 'restart' | { readonly seekMs: number };

/** Devices in a room, and their test before one: the same at the façade and at the AV layer, each with its own codes. */
export interface DeviceControl {
  /** @throws {IliveError} 8022 at the façade, `av` 1301 at the AV layer, when there is none. */
  list(kind: DeviceKind, options?: Cancellable): Promise<readonly Device[]>;
  /** @throws {IliveError} 8002, 8011; 1002 another source, 1003, 1201, 1301, 1008, 1 (microphone and player 8020), 8022 no such file. */
  open(kind: DeviceKind, options?: OpenOptions): Promise<void>;
  close(kind: DeviceKind, options?: Cancellable): Promise<void>;
  /** Silences or blanks what is sent, without closing it. */
  mute(kind: DeviceKind, muted: boolean, options?: Cancellable): Promise<void>;
  /** 0 to 100, of the microphone and the player. */
  setVolume(kind: DeviceKind, volume: number): Promise<void>;
  setArea(area: Area): Promise<void>;
  controlFile(step: FileStep): Promise<void>;
  /** A frame of external capture. @throws {IliveError} 8023 format, 1004 size, 1301 closed, 8053 (1 `pool_empty`) the encoder does not keep up. */
  fill(kind: DeviceKind, frame: Frame): Promise<void>;
  /** Raw sound of one of the sources 0 to 7. */
  tapAudio(source: number, on: boolean): Promise<void>;
  /** Bytes beside the picture. */
  sendCustom(data: Uint8Array): Promise<void>;
  /** Begins the test of devices, out of a room. @throws {IliveError} 1202 in a room, 1003. */
  startTest(options?: Cancellable): Promise<void>;
  stopTest(options?: Cancellable): Promise<void>;
  /** @throws {IliveError} 1601 without a test. */
  openInTest(kind: DeviceKind, options?: OpenOptions): Promise<void>;
  closeInTest(kind: DeviceKind): Promise<void>;
}

export interface Device {
  readonly kind: 'camera' | 'microphone' | 'speaker';
  readonly deviceId: string;
  /** Empty until the user has allowed a device of this kind once. */
  readonly label: string;
  readonly groupId: string;
}

export interface DeviceEvents {
  /** A device came or went, or labels became readable. Open sources whose device went have moved to the default one by then. */
  changed: readonly Device[];
}

export interface PreviewOptions extends Cancellable {
  /** False: no camera. */
  readonly camera?: CameraOptions | false;
  /** False: no microphone. */
  readonly microphone?: MicrophoneOptions | false;
}

/** Camera and microphone before a room: nothing is sent. */
export interface Preview {
  readonly camera: Observable<MediaStreamTrack | null>;
  readonly microphone: Observable<MediaStreamTrack | null>;
  /** How loud the microphone is, 0 to 1. */
  readonly level: Observable<number>;
  useCamera(options: CameraOptions | false): Promise<void>;
  useMicrophone(options: MicrophoneOptions | false): Promise<void>;
  /** Lets both devices go. */
  stop(): void;
}

/** Lists and a preview need no login; what is opened is the current room's, or the test's. */
export interface Devices extends Events<DeviceEvents>, DeviceControl {
  /** @throws {IliveError} 8022 when there is none. */
  cameras(options?: Cancellable): Promise<readonly Device[]>;
  microphones(options?: Cancellable): Promise<readonly Device[]>;
  speakers(options?: Cancellable): Promise<readonly Device[]>;
  /** Opens what is asked for; fails as a whole when one of them fails. */
  preview(options?: PreviewOptions): Promise<Preview>;
}
