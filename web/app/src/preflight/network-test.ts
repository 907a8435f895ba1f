import { signal, type ReadonlySignal } from '@preact/signals';
import { Ilive, type SpeedTestProgress, type SpeedTestResult } from '@ilive/client';
import { openSession, readRooms } from '../session/session';
import { failureOf, type Failure } from '../ui/errors';

/** Where a test of the network stands. `progress` is null until the server has let it begin. */
export type NetworkTestState =
  | { state: 'idle' }
  | { state: 'running'; progress: SpeedTestProgress | null }
  | { state: 'done'; result: SpeedTestResult }
  | { state: 'failed'; failure: Failure };

/** The speed test as a page has it: begun, given up, begun again. */
export class NetworkTest {
  readonly #state = signal<NetworkTestState>({ state: 'idle' });
  #control: AbortController | undefined;

  get state(): ReadonlySignal<NetworkTestState> {
    return this.#state;
  }

  async run(): Promise<void> {
    this.stop();
    const control = new AbortController();
    this.#control = control;
    const say = (next: NetworkTestState) => {
      if (!control.signal.aborted) this.#state.value = next;
    };
    say({ state: 'running', progress: null });
    try {
      say({ state: 'done', result: await measure(control.signal, (progress) => say({ state: 'running', progress })) });
    } catch (error) {
      say({ state: 'failed', failure: failureOf(error) });
    }
  }

  /** What was measured is dropped. */
  stop(): void {
    this.#control?.abort();
    this.#state.value = { state: 'idle' };
  }
}

/** Needs a login: the tab's own, which the live goes on with. */
async function measure(signal: AbortSignal, onProgress: (progress: SpeedTestProgress) => void): Promise<SpeedTestResult> {
  // A server that is not there says so at once here; a login whose link is lost would wait for it.
  await readRooms(signal);
  await openSession();
  return Ilive.speedTest({ signal, onProgress });
}
