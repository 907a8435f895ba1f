import type { Failure } from '../ui/errors';
import { problemFor } from '../ui/problem-of';

/** What a person can do about a room that they did not get into. */
export interface WaysOn {
  /** The same once more: false where the answer would be the same. */
  retry: boolean;
  /** As a new guest. */
  newGuest: boolean;
  /** As a viewer: the room is somebody else's. */
  watch: boolean;
}

/** What another ticket would mend: one that is refused or has run out, a login that another one replaced. */
const BY_TICKET: ReadonlySet<number> = new Set([8050, 8051, 10003]);
/** Of a ticket too, found by this page before it was sent. */
const TICKET_PARTS: ReadonlySet<string> = new Set(['bad_user_sig', 'bad_user_id', 'bad_sdk_app_id']);
/** No ticket mends these: the host or the operator said no. */
const BY_HOST: ReadonlySet<string> = new Set(['kicked', 'room_taken', 'host_only', 'origin_refused']);

/** A value that this page sends again as it is. */
const BAD_VALUE: ReadonlySet<number> = new Set([8021, 10002]);
/** Said of this person and this room, and said again: not for a while, as `kicked` is. */
const FINAL: ReadonlySet<string> = new Set(['room_taken', 'host_only']);
/** Mended by another ticket, but by closing the page that took over as well. */
const TAKEN_OVER = 8050;

/** The ways on from a failure: of a `guest` or of who has a ticket, on a server that has `guests` or not. */
export function waysOn(failure: Failure, { guest, guests }: { guest: boolean; guests: boolean }): WaysOn {
  if (failure.kind !== 'ilive') return { retry: true, newGuest: false, watch: false };
  const { code, subReason } = failure.error;
  const byTicket = TICKET_PARTS.has(subReason) || (BY_TICKET.has(code) && !BY_HOST.has(subReason));
  // What one guest may not do, another may not either.
  const mended = guest ? code === TAKEN_OVER || problemFor(failure.error, guest) === 'guestOver' : byTicket;
  return {
    retry: !BAD_VALUE.has(code) && !FINAL.has(subReason) && (!byTicket || code === TAKEN_OVER || subReason === 'not_yet_valid'),
    newGuest: mended && guests && subReason !== 'guests_off',
    watch: subReason === 'room_taken',
  };
}
