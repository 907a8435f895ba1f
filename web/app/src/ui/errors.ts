import { signal } from '@preact/signals';
import { IliveError } from '@ilive/client';

/** Anything thrown, as a person is shown it. Only an {@link IliveError} has a code. */
export type Failure = { kind: 'ilive'; error: IliveError } | { kind: 'other'; text: string };

export function failureOf(thrown: unknown): Failure {
  if (thrown instanceof IliveError) return { kind: 'ilive', error: thrown };
  return { kind: 'other', text: thrown instanceof Error ? thrown.message : String(thrown) };
}

/** The failure of something that a person asked for and that has no page of its own: shown over the page. */
export const shownFailure = signal<Failure | null>(null);

/** The user's own cancel is no failure. */
const CANCELLED = 8007;

/** Runs what a button asked for, and shows its failure. Resolves to whether it was done. */
export async function attempt(action: () => Promise<unknown>): Promise<boolean> {
  try {
    await action();
    return true;
  } catch (error) {
    if (!(error instanceof IliveError && error.code === CANCELLED)) shownFailure.value = failureOf(error);
    return false;
  }
}

/** Text for a report: no ticket, no name, nothing that was said. */
export function diagnosticsOf(failure: Failure, page: { path: string; agent: string; at: Date; version: string }): string {
  const error = failure.kind === 'ilive' ? failure.error.toJSON() : { message: failure.text };
  const { path, agent, version } = page;
  return JSON.stringify({ error, path, version, agent, at: page.at.toISOString() }, null, 2);
}
