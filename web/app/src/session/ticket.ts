import type { TicketCheck } from './ticket-check';

/** Who a person is, by a ticket that somebody gave them. `roomKey` is a privateMapKey, where the room asks for one. */
export interface GivenTicket {
  sdkAppId: number;
  userId: string;
  userSig: string;
  roomKey?: string;
  /** Made by this page for a passer-by. */
  guest: boolean;
}

/**
 * Reads `#app=1400000001&user=ann&sig=…[&key=…]`. The fragment never leaves the browser, so a ticket in it reaches no log.
 *
 * A fragment that names none of them is no ticket. One that names some but not all is a ticket with holes: the server
 * says what is wrong with it.
 */
export function ticketOf(fragment: string): GivenTicket | undefined {
  const fields = new URLSearchParams(fragment.replace(/^#/, '').replaceAll('+', '%2B'));
  if (!['app', 'user', 'sig'].some((name) => fields.has(name))) return undefined;
  const app = fields.get('app') ?? '';
  const key = fields.get('key');
  return {
    sdkAppId: /^\d{1,10}$/.test(app) ? Math.min(Number(app), 0xffff_ffff) : 0,
    userId: fields.get('user') ?? '',
    userSig: fields.get('sig') ?? '',
    guest: false,
    ...(key ? { roomKey: key } : {}),
  };
}

/**
 * The app that a ticket names, as the list of rooms takes it. A guest's is not named: the list is of the guests' app anyway, and the one in
 * a kept ticket may be gone with an earlier server's data.
 */
export function appOf(ticket: GivenTicket | undefined): { sdkAppId?: number } {
  return ticket === undefined || ticket.guest || ticket.sdkAppId === 0 ? {} : { sdkAppId: ticket.sdkAppId };
}

/** The user that a given ticket signs in; null for a guest, and while the server is asked or once it has refused. */
export function signedInAs(ticket: GivenTicket | undefined, check: TicketCheck['state']): string | null {
  return ticket === undefined || ticket.guest || check !== 'fine' ? null : ticket.userId;
}

/** What the tab's storage holds, as far as it is a ticket. */
export function keptTicketOf(stored: unknown): GivenTicket | undefined {
  if (typeof stored !== 'object' || stored === null) return undefined;
  const { sdkAppId, userId, userSig, roomKey, guest } = stored as Partial<Record<keyof GivenTicket, unknown>>;
  if (typeof sdkAppId !== 'number' || typeof userId !== 'string' || typeof userSig !== 'string') return undefined;
  return { sdkAppId, userId, userSig, guest: guest === true, ...(typeof roomKey === 'string' ? { roomKey } : {}) };
}
