import { IliveError, type CameraOptions, type MicrophoneOptions, type Room, type SourceState } from '@ilive/client';
import type { Chosen } from '../devices/check';
import { cameraId, microphoneId } from '../prefs/prefs';
import { attempt } from '../ui/errors';

/** Switches of the own camera, microphone and screen: each one button. */
export class OwnMedia {
  readonly #room: Room;
  /** Held to talk: silent again when let go. */
  #talking = false;

  constructor(room: Room) {
    this.#room = room;
  }

  /** Opens what was chosen before, one after the other: what fails is said, the rest goes on. */
  async start({ camera, microphone }: Chosen): Promise<void> {
    if (microphone !== false && isClosed(this.#room.microphone)) await attempt(() => this.#room.microphone.start(microphone));
    if (camera !== false && isClosed(this.#room.camera)) await attempt(() => this.#room.camera.start(camera));
  }

  toggleMicrophone = (): void => {
    const { microphone } = this.#room;
    const { value } = microphone.state;
    if (value.state === 'opening') return;
    void attempt(() => (value.state === 'live' ? microphone.mute(!value.muted) : microphone.start(chosenMicrophone())));
  };

  /** Off lets the device go, so that its light goes out. */
  toggleCamera = (): void => {
    const { camera } = this.#room;
    const { value } = camera.state;
    if (value.state === 'opening') return;
    void attempt(() => unlessBusy(value.state === 'live' ? camera.stop() : camera.start(chosenCamera())));
  };

  toggleScreen = (): void => {
    const { screen } = this.#room;
    const { value } = screen.state;
    if (value.state === 'opening') return;
    void attempt(() => unlessBusy(value.state === 'live' ? screen.stop() : unlessDeclined(screen.start())));
  };

  /** Lets camera and microphone go, for an encoder to take their place. */
  async stopAll(): Promise<void> {
    const { camera, microphone } = this.#room;
    for (const source of [camera, microphone]) if (!isClosed(source)) await attempt(() => source.stop());
  }

  /** Talks while held. Returns whether that changed anything. */
  talk(held: boolean): boolean {
    const { microphone } = this.#room;
    const { value } = microphone.state;
    if (value.state !== 'live' || held === this.#talking || (held && !value.muted)) return false;
    this.#talking = held;
    void attempt(() => microphone.mute(!held));
    return true;
  }

  async useCamera(deviceId: string): Promise<void> {
    cameraId.value = deviceId;
    if (!isClosed(this.#room.camera)) await attempt(() => this.#room.camera.use(deviceId));
  }

  async useMicrophone(deviceId: string): Promise<void> {
    microphoneId.value = deviceId;
    if (!isClosed(this.#room.microphone)) await attempt(() => this.#room.microphone.use(deviceId));
  }
}

/** A second tap while the first is still under way is no failure: nothing is to be said. */
async function unlessBusy(toggled: Promise<void>): Promise<void> {
  await toggled.catch((error: unknown) => {
    if (!(error instanceof IliveError && error.subReason === 'busy')) throw error;
  });
}

/** Closing the browser's picker of screens is an answer, not a failure. */
async function unlessDeclined(started: Promise<void>): Promise<void> {
  await started.catch((error: unknown) => {
    if (!(error instanceof IliveError && error.subReason === 'permission_denied')) throw error;
  });
}

function isClosed(source: { state: { value: SourceState } }): boolean {
  return source.state.value.state === 'closed';
}

function chosenCamera(): CameraOptions {
  return cameraId.value === '' ? {} : { deviceId: cameraId.value };
}

function chosenMicrophone(): MicrophoneOptions {
  return microphoneId.value === '' ? {} : { deviceId: microphoneId.value };
}
