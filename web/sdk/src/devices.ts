import { notAborted, untilAborted } from './abort.js';
import { Emitter } from './emitter.js';
import { IliveError } from './errors.js';
import { LivePreview } from './preview.js';
import type { Device, DeviceEvents, Devices, Preview, PreviewOptions } from './types/devices.js';
import type { Cancellable } from './types/observable.js';

const KINDS: Readonly<Record<MediaDeviceKind, Device['kind']>> = { videoinput: 'camera', audioinput: 'microphone', audiooutput: 'speaker' };

async function list(): Promise<readonly Device[]> {
  const found = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
  return found.map(({ kind, deviceId, label, groupId }) => ({ kind: KINDS[kind], deviceId, label, groupId }));
}

/** Cameras, microphones and speakers of this machine. */
export class BrowserDevices implements Devices {
  readonly #events = new Emitter<DeviceEvents>();
  #watching = false;

  on: Devices['on'] = (event, listener) => {
    this.#watch();
    return this.#events.on(event, listener);
  };

  cameras(options: Cancellable = {}): Promise<readonly Device[]> {
    return this.#of('camera', options);
  }

  microphones(options: Cancellable = {}): Promise<readonly Device[]> {
    return this.#of('microphone', options);
  }

  speakers(options: Cancellable = {}): Promise<readonly Device[]> {
    return this.#of('speaker', options);
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

  async #of(kind: Device['kind'], { signal }: Cancellable): Promise<readonly Device[]> {
    notAborted(signal);
    const found = (await untilAborted(signal, list())).filter((device) => device.kind === kind);
    if (found.length === 0) throw new IliveError('ilive', 8022, { subReason: `no_${kind}` });
    return found;
  }

  #watch(): void {
    if (this.#watching || !navigator.mediaDevices) return;
    this.#watching = true;
    navigator.mediaDevices.addEventListener('devicechange', () => void this.#tell());
  }

  async #tell(): Promise<void> {
    this.#events.emit('changed', await list());
  }
}
