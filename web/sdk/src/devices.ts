import { notAborted, untilAborted } from './abort.js';
import { LiveDeviceControl, type ControlWorld } from './device-control.js';
import { Emitter } from './emitter.js';
import { LivePreview } from './preview.js';
import type { Device, DeviceEvents, Devices, Preview, PreviewOptions } from './types/devices.js';
import type { Cancellable } from './types/observable.js';

const KINDS: Readonly<Record<MediaDeviceKind, Device['kind']>> = { videoinput: 'camera', audioinput: 'microphone', audiooutput: 'speaker' };

async function listAll(): Promise<readonly Device[]> {
  const found = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
  return found.map(({ kind, deviceId, label, groupId }) => ({ kind: KINDS[kind], deviceId, label, groupId }));
}

/** The devices of this machine of one kind. */
export async function listDevices(kind: Device['kind']): Promise<readonly Device[]> {
  return (await listAll()).filter((device) => device.kind === kind);
}

/** Cameras, microphones and speakers of this machine. */
export class BrowserDevices extends LiveDeviceControl implements Devices {
  readonly #events = new Emitter<DeviceEvents>();
  #watching = false;

  constructor(world: ControlWorld) {
    super('facade', world);
  }

  on: Devices['on'] = (event, listener) => {
    this.#watch();
    return this.#events.on(event, listener);
  };

  cameras(options: Cancellable = {}): Promise<readonly Device[]> {
    return this.list('camera', options);
  }

  microphones(options: Cancellable = {}): Promise<readonly Device[]> {
    return this.list('microphone', options);
  }

  speakers(options: Cancellable = {}): Promise<readonly Device[]> {
    return this.list('player', options);
  }

  async preview(options: PreviewOptions = {}): Promise<Preview> {
    notAborted(options.signal);
    const preview = new LivePreview();
    try {
      const both = Promise.all([preview.useCamera(options.camera ?? {}), preview.useMicrophone(options.microphone ?? {})]);
      await untilAborted(options.signal, both);
    } catch (thrown) {
      preview.stop();
      throw thrown;
    }
    // Labels are readable from now on.
    void this.#tell();
    return preview;
  }

  #watch(): void {
    if (this.#watching || !navigator.mediaDevices) return;
    this.#watching = true;
    navigator.mediaDevices.addEventListener('devicechange', () => void this.#tell());
  }

  async #tell(): Promise<void> {
    this.#events.emit('changed', await listAll());
  }
}
