import type { Capture } from './capture.js';
import type { Checks } from './checks.js';
import { badArgument, checkFits, checkPick } from './device-checks.js';
import { isListed } from './device-kinds.js';
import { refused } from './errors.js';
import type { Layer, Operations } from './operations.js';
import type { DeviceKind, OpenOptions } from './types/devices.js';
import type { DeviceTestState } from './types/layers.js';
import type { Cancellable } from './types/observable.js';

export interface DeviceTestWorld {
  readonly operations: Operations;
  readonly checks: Checks;
  readonly capture: Capture;
}

/** The device test (C.7): out of a room, with cameras, microphones and players. Nothing is sent. */
export class DeviceTest {
  #state: DeviceTestState = 'DEVICE_TEST_STATE_STOPPED';
  /** What is open in it; a player has no track. */
  #open = new Map<DeviceKind, MediaStreamTrack | null>();

  constructor(private readonly world: DeviceTestWorld) {}

  get state(): DeviceTestState {
    return this.#state;
  }

  /** The façade's 8009 and 8011, then 1101, 1001, 1002, 1003, 1202. */
  start(layer: Layer, { signal }: Cancellable): Promise<void> {
    const { operations, checks } = this.world;
    const guards = (): void => {
      this.#first(layer, 'start_test');
      if (this.#state === 'DEVICE_TEST_STATE_STARTED') throw refused('av', 1003, '', 'the device test is started');
      checks.roomExited();
    };
    const work = async (wanted: AbortSignal): Promise<void> => {
      this.#state = 'DEVICE_TEST_STATE_STARTING';
      await Promise.resolve();
      this.#state = wanted.aborted ? 'DEVICE_TEST_STATE_STOPPED' : 'DEVICE_TEST_STATE_STARTED';
    };
    return operations.make({ layer, verb: 'start_test', signal, guards, work });
  }

  stop(layer: Layer, { signal }: Cancellable): Promise<void> {
    const { operations, checks } = this.world;
    const guards = (): void => {
      this.#first(layer, 'stop_test');
      checks.testStarted();
    };
    return operations.make({ layer, verb: 'stop_test', signal, guards, work: async () => this.reset() });
  }

  /** As in a room, with 1601 in the place of 1201. */
  open(layer: Layer, kind: DeviceKind, options: OpenOptions): Promise<void> {
    const { operations, checks } = this.world;
    const guards = (): void => {
      if (layer === 'facade') {
        checks.alive();
        checkPick(kind, options);
      }
      checks.device(layer, `open ${kind}`, () => {
        if (!isListed(kind)) throw badArgument('a test has cameras, microphones, players');
        checkFits(kind, options);
      });
      if (this.#open.has(kind)) throw refused('av', 1003, 'open', `${kind} is open already`);
      checks.testStarted();
    };
    const work = async (wanted: AbortSignal): Promise<void> => {
      const track = await this.#capture(kind, options);
      if (wanted.aborted || this.#state !== 'DEVICE_TEST_STATE_STARTED') {
        track?.stop();
        throw refused('av', 1601, '', 'the device test has ended');
      }
      this.#open.set(kind, track);
    };
    return operations.make({ layer, verb: `open ${kind}`, signal: options.signal, guards, work });
  }

  close(layer: Layer, kind: DeviceKind): Promise<void> {
    const { operations, checks } = this.world;
    const guards = (): void => {
      checks.device(layer, `close ${kind}`);
      if (!this.#open.has(kind)) throw refused('av', 1003, 'closed', `${kind} is closed already`);
      checks.testStarted();
    };
    const work = async (): Promise<void> => {
      this.#open.get(kind)?.stop();
      this.#open.delete(kind);
    };
    return operations.make({ layer, verb: `close ${kind}`, guards, work });
  }

  /** Stopped, whatever it was, and what was open in it is closed. */
  reset(): void {
    for (const track of this.#open.values()) track?.stop();
    this.#open.clear();
    this.#state = 'DEVICE_TEST_STATE_STOPPED';
  }

  #first(layer: Layer, verb: 'start_test' | 'stop_test'): void {
    const { checks } = this.world;
    if (layer === 'facade') {
      checks.alive();
      checks.loggedIn();
      checks.notBusy(verb);
    }
    checks.started();
    checks.free(verb);
  }

  async #capture(kind: DeviceKind, options: OpenOptions): Promise<MediaStreamTrack | null> {
    if (kind === 'camera') return this.world.capture.openCamera(options);
    return kind === 'microphone' ? this.world.capture.openMicrophone(options) : null;
  }
}
