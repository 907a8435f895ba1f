import { IliveError } from './errors.js';
import { ExternalTrack, type External } from './external.js';
import { MediaFile, type PlayedFile } from './media-file.js';
import { MOTION_FRAMES_PER_SECOND, PROFILES, SCREEN_FRAMES_PER_SECOND } from './profiles.js';
import type { CameraOptions, MicrophoneOptions, ScreenOptions } from './types/media.js';

type Captured = 'camera' | 'microphone' | 'screen';

/** How devices are opened. */
export interface Capture {
  readonly openCamera: (options: CameraOptions) => Promise<MediaStreamTrack>;
  readonly openMicrophone: (options: MicrophoneOptions) => Promise<MediaStreamTrack>;
  readonly openScreen: (options: ScreenOptions) => Promise<MediaStreamTrack>;
  /** @param pool frames that may wait. */
  readonly external: (pool: number) => External;
  readonly file: () => PlayedFile;
}

/** What a browser says when a device does not open, by the contract's table "The 58". */
export function captureError(kind: Captured, thrown: unknown): IliveError {
  const name = thrown instanceof Error ? thrown.name : '';
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const general = (subReason: string): IliveError => new IliveError('av', 1, { subReason, message, cause: thrown });
  switch (name) {
    case 'NotAllowedError':
      // The picker of screens was closed: somebody changed their mind.
      if (kind === 'screen' && !/system/i.test(message)) return new IliveError('ilive', 8007, { subReason: 'picker_closed', cause: thrown });
      return general('permission_denied');
    case 'NotReadableError':
      return new IliveError('av', 1008, { subReason: 'device_busy', message, cause: thrown });
    case 'NotFoundError':
    case 'OverconstrainedError':
      return new IliveError('av', 1301, { subReason: 'no_device', message, cause: thrown });
    default:
      return general('device_failed');
  }
}

function needCapture(present: boolean): void {
  if (present) return;
  const subReason = globalThis.isSecureContext ? 'no_capture' : 'insecure_context';
  throw new IliveError('ilive', 8023, { subReason, message: 'this page may not open devices: serve it over https or from localhost' });
}

async function open(kind: Captured, ask: () => Promise<MediaStream>): Promise<MediaStreamTrack> {
  needCapture(typeof navigator.mediaDevices?.getUserMedia === 'function');
  try {
    const [track] = (await ask()).getTracks();
    if (track) return track;
  } catch (thrown) {
    throw captureError(kind, thrown);
  }
  throw captureError(kind, new Error('the browser gave no track'));
}

export function openCamera(options: CameraOptions): Promise<MediaStreamTrack> {
  const { width, height, framesPerSecond } = PROFILES[options.profile ?? '720p'];
  const which = options.deviceId ? { deviceId: { exact: options.deviceId } } : { facingMode: options.facing ?? 'user' };
  const video = { ...which, width: { ideal: width }, height: { ideal: height }, frameRate: { ideal: framesPerSecond } };
  return open('camera', () => navigator.mediaDevices.getUserMedia({ video }));
}

export function openMicrophone(options: MicrophoneOptions): Promise<MediaStreamTrack> {
  const voice = options.kind !== 'music';
  const which = options.deviceId ? { deviceId: { exact: options.deviceId } } : {};
  const audio = { ...which, echoCancellation: voice, noiseSuppression: voice, autoGainControl: voice };
  return open('microphone', () => navigator.mediaDevices.getUserMedia({ audio }));
}

export async function openScreen(options: ScreenOptions): Promise<MediaStreamTrack> {
  needCapture(typeof navigator.mediaDevices?.getDisplayMedia === 'function');
  const motion = options.prefer === 'motion';
  const frameRate = { ideal: motion ? MOTION_FRAMES_PER_SECOND : SCREEN_FRAMES_PER_SECOND };
  const track = await open('screen', () => navigator.mediaDevices.getDisplayMedia({ video: { frameRate }, audio: false }));
  track.contentHint = motion ? 'motion' : 'detail';
  return track;
}

/** The browser's own. */
export const browserCapture: Capture = { openCamera, openMicrophone, openScreen, external: (pool) => new ExternalTrack(pool), file: () => new MediaFile() };
