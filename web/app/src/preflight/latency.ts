import { signal } from '@preact/signals';
import { Ilive } from '@ilive/client';

/** A plain verdict on the way to the server. */
export type Network = { state: 'checking' } | { state: 'good' | 'slow'; ms: number } | { state: 'bad' };

/** Up to here talking feels direct: a quarter of what people notice, as it is met four times on the way. */
const GOOD_MS = 150;
const TRIES = 3;

/** The verdict for answers that took so long; no answers: bad. */
export function verdictOf(answersMs: readonly number[]): Network {
  if (answersMs.length === 0) return { state: 'bad' };
  const ms = Math.max(1, Math.round(Math.min(...answersMs)));
  return { state: ms <= GOOD_MS ? 'good' : 'slow', ms };
}

/** Asks the server a few times. */
export function checkNetwork(signalToStop: AbortSignal): { readonly value: Network } {
  const verdict = signal<Network>({ state: 'checking' });
  const measure = async () => {
    const answers: number[] = [];
    for (let i = 0; i < TRIES; i += 1) {
      const start = performance.now();
      const answered = await Ilive.rooms({ signal: signalToStop }).then(() => true, () => false);
      if (answered) answers.push(performance.now() - start);
    }
    if (!signalToStop.aborted) verdict.value = verdictOf(answers);
  };
  void measure();
  return verdict;
}
