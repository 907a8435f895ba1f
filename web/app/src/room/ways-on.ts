import type { Failure } from '../ui/errors';

/** What a person can do about a room that they did not get into. */
export interface WaysOn {
  /** As a new guest. */
  newGuest: boolean;
  /** By the link that the app's own server gives. */
  signIn: boolean;
}

/** What another ticket would mend: one that is refused or has run out, a login that another one replaced. */
const BY_TICKET: ReadonlySet<number> = new Set([8050, 8051, 10003]);
/** No ticket mends these: the host or the operator said no. */
const BY_HOST: ReadonlySet<string> = new Set(['kicked', 'room_taken', 'host_only', 'origin_refused']);

/** The ways on from a failure, on a server that has guests or not. */
export function waysOn(failure: Failure, guests: boolean): WaysOn {
  if (failure.kind !== 'ilive') return { newGuest: false, signIn: false };
  const { code, subReason } = failure.error;
  const byTicket = BY_TICKET.has(code) && !BY_HOST.has(subReason);
  const allowed = guests && subReason !== 'guests_off';
  return { newGuest: byTicket && allowed, signIn: byTicket && !allowed };
}
