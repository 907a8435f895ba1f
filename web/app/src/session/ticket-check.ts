import { signal } from '@preact/signals';
import { Ilive, IliveError } from '@ilive/client';
import { failureOf, type Failure } from '../ui/errors';
import { forgetTicket, givenTicket } from './session';

/** What stands of the ticket that the tab was given; a tab without one has nothing to be refused. */
export type TicketCheck = { state: 'fine' } | { state: 'checking' } | { state: 'refused'; failure: Failure };

/** Known before a camera is asked for, so that nobody gets ready for a live that cannot be. */
export const ticketCheck = signal<TicketCheck>({ state: 'fine' });

/** Found on this side, as what the server refuses of a ticket. */
const BAD_VALUE = 8021;
const TICKET_REFUSED: ReadonlySet<number> = new Set([10003, 8051, BAD_VALUE]);

/** Asks the server, once a page load. No login: that would end the one that the person has elsewhere. */
export async function checkGivenTicket(): Promise<void> {
  const ticket = givenTicket();
  if (ticket === undefined) return;
  ticketCheck.value = { state: 'checking' };
  const { sdkAppId, userId, userSig } = ticket;
  try {
    await Ilive.checkTicket({ sdkAppId, userId, userSig });
    ticketCheck.value = { state: 'fine' };
  } catch (error) {
    // A server that does not answer says nothing of the ticket: whoever needs it is told by their own request.
    const refused = error instanceof IliveError && TICKET_REFUSED.has(error.code);
    ticketCheck.value = refused ? { state: 'refused', failure: failureOf(error) } : { state: 'fine' };
  }
}

/** Goes on without the ticket: as a guest. */
export async function dropTicket(): Promise<void> {
  await forgetTicket();
  ticketCheck.value = { state: 'fine' };
}
