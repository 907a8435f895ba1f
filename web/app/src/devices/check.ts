import { batch, computed, signal, type ReadonlySignal } from '@preact/signals';
import { Ilive, type Device, type Preview } from '@ilive/client';
import { cameraId, microphoneId } from '../prefs/prefs';
import { problemOf, type DeviceProblem } from './problem';

type Kind = 'camera' | 'microphone';

/** One of the two devices during a check. */
export type Part = { state: 'off' } | { state: 'opening' } | { state: 'on' } | { state: 'problem'; problem: DeviceProblem };

/** What somebody decided in a check: which devices to open, and which not. */
export interface Chosen {
  camera: { deviceId?: string } | false;
  microphone: { deviceId?: string } | false;
}

/** Camera and microphone before they are sent: opened, looked at, changed, let go. */
export class DeviceCheck {
  readonly parts = { camera: signal<Part>({ state: 'opening' }), microphone: signal<Part>({ state: 'opening' }) };
  readonly preview = signal<Preview | null>(null);
  readonly cameras = signal<readonly Device[]>([]);
  readonly microphones = signal<readonly Device[]>([]);
  /** What goes live, once both devices have been tried. */
  readonly chosen: ReadonlySignal<Chosen>;
  readonly busy: ReadonlySignal<boolean>;
  #stopped = false;
  #unlisten: (() => void) | undefined;

  constructor() {
    const { camera, microphone } = this.parts;
    this.chosen = computed(() => ({
      camera: camera.value.state === 'on' && deviceOf(cameraId.value),
      microphone: microphone.value.state === 'on' && deviceOf(microphoneId.value),
    }));
    this.busy = computed(() => camera.value.state === 'opening' || microphone.value.state === 'opening');
  }

  /** Opens both at once, so that the browser asks once; where that fails, each by itself. */
  async start(): Promise<void> {
    this.#unlisten ??= Ilive.devices.on('changed', () => void this.#list());
    batch(() => this.#set({ state: 'opening' }, 'camera', 'microphone'));
    try {
      const preview = await Ilive.devices.preview({ camera: deviceOf(cameraId.value), microphone: deviceOf(microphoneId.value) });
      if (this.#stopped) return preview.stop();
      batch(() => {
        this.preview.value?.stop();
        this.preview.value = preview;
        this.#set({ state: 'on' }, 'camera', 'microphone');
      });
    } catch (error) {
      await this.#startEach(problemOf(error));
    }
    await this.#list();
  }

  /** Goes on with another device, or the same when it was off; `''` is the system's default. */
  async use(kind: Kind, deviceId: string): Promise<void> {
    (kind === 'camera' ? cameraId : microphoneId).value = deviceId;
    await this.#open(kind);
  }

  /** Opens a device, or lets it go. */
  async toggle(kind: Kind): Promise<void> {
    if (this.parts[kind].value.state !== 'on') return this.#open(kind);
    await (kind === 'camera' ? this.preview.value?.useCamera(false) : this.preview.value?.useMicrophone(false));
    this.#set({ state: 'off' }, kind);
  }

  stop(): void {
    this.#stopped = true;
    this.#unlisten?.();
    this.preview.value?.stop();
    this.preview.value = null;
  }

  async #startEach(problem: DeviceProblem): Promise<void> {
    if (problem === 'insecure') return this.#set({ state: 'problem', problem }, 'camera', 'microphone');
    const preview = await Ilive.devices.preview({ camera: false, microphone: false });
    if (this.#stopped) return preview.stop();
    this.preview.value?.stop();
    this.preview.value = preview;
    await this.#open('camera');
    await this.#open('microphone');
  }

  async #open(kind: Kind): Promise<void> {
    const preview = this.preview.value;
    if (preview === null) return this.start();
    this.#set({ state: 'opening' }, kind);
    try {
      if (kind === 'camera') await preview.useCamera(deviceOf(cameraId.value));
      else await preview.useMicrophone(deviceOf(microphoneId.value));
      this.#set({ state: 'on' }, kind);
    } catch (error) {
      const chosen = kind === 'camera' ? cameraId : microphoneId;
      const problem = problemOf(error);
      if (problem !== 'missing' || chosen.value === '') return this.#set({ state: 'problem', problem }, kind);
      // The device of an earlier day is not there: the default one may be.
      chosen.value = '';
      await this.#open(kind);
    }
  }

  async #list(): Promise<void> {
    const none = (): readonly Device[] => [];
    const [cameras, microphones] = await Promise.all([
      Ilive.devices.cameras().catch(none),
      Ilive.devices.microphones().catch(none),
    ]);
    batch(() => {
      this.cameras.value = cameras;
      this.microphones.value = microphones;
    });
  }

  #set(part: Part, ...kinds: readonly Kind[]): void {
    for (const kind of kinds) this.parts[kind].value = part;
  }
}

function deviceOf(deviceId: string): { deviceId?: string } {
  return deviceId === '' ? {} : { deviceId };
}
