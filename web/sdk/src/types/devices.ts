import type { CameraOptions, MicrophoneOptions } from './media.js';
import type { Cancellable, Events, Observable } from './observable.js';

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

/** Needs no login. */
export interface Devices extends Events<DeviceEvents> {
  /** @throws {IliveError} 8022 when there is none. */
  cameras(options?: Cancellable): Promise<readonly Device[]>;
  microphones(options?: Cancellable): Promise<readonly Device[]>;
  speakers(options?: Cancellable): Promise<readonly Device[]>;
  /** Opens what is asked for; fails as a whole when one of them fails. */
  preview(options?: PreviewOptions): Promise<Preview>;
}
