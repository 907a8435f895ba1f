import { signal } from '@preact/signals';

/** Whether the server lets people in without a ticket. Yes until it has said no: a refusal tells the rest. */
export const guestsAllowed = signal(true);

/** Asks `GET /version`, once a page load. */
export async function readGuests(): Promise<void> {
  try {
    const response = await fetch('/version', { cache: 'no-store', credentials: 'omit' });
    guestsAllowed.value = guestsIn(await response.json());
  } catch {
    // Whoever needs the server is told by their own request.
  }
}

/** What an answer of `/version` says; one that does not say it is of an older server, which has guests. */
export function guestsIn(answer: unknown): boolean {
  return typeof answer !== 'object' || answer === null || !('guests' in answer) || answer.guests !== false;
}
