import { Ilive, IliveError, type Client, type RoomCard } from '@ilive/client';
import { t } from '../i18n';
import { nick } from '../prefs/prefs';
import { readJson, tabStorage, writeJson } from '../prefs/storage';
import { appOf, keptTicketOf, ticketOf, type GivenTicket } from './ticket';

/** A login, and the ticket that made it: an encoder uses the same as its bearer. */
export interface OpenSession {
  client: Client;
  ticket: GivenTicket;
}

/** Kept in the tab: a second tab is another guest, a reload is the same one. */
const KEY = 'ilive.ticket';

/** The tab's ticket; in memory too, for browsers that keep nothing. */
let tabTicket = keptTicketOf(readJson(tabStorage(), KEY));
let current: Promise<OpenSession> | undefined;
let leaving: Promise<unknown> = Promise.resolve();
let loggedInAs = '';

/** Takes tickets out of the address, now and when one is opened in this tab later: used from then on, and not left in sight. */
export function followTicketsInAddress(): void {
  takeTicket();
  window.addEventListener('hashchange', () => {
    if (takeTicket()) location.reload();
  });
}

function takeTicket(): boolean {
  const ticket = ticketOf(location.hash);
  if (ticket === undefined) return false;
  keepTicket(ticket);
  history.replaceState(history.state, '', location.pathname + location.search);
  return true;
}

/** The login of this tab: the one that is open, else by the tab's ticket, else as a new guest. */
export async function openSession(): Promise<OpenSession> {
  await leaving;
  const name = nick.value;
  if (current !== undefined && loggedInAs !== name) await endSession();
  loggedInAs = name;
  current ??= login(name);
  const mine = current;
  try {
    return await mine;
  } catch (error) {
    if (current === mine) current = undefined;
    throw error;
  }
}

/** The tab's ticket, where somebody gave it: such a person is let in where guests are not. */
export function givenTicket(): GivenTicket | undefined {
  return tabTicket?.guest === false ? tabTicket : undefined;
}

/** The rooms of the tab's app: those that this person could enter. Needs no login. */
export function readRooms(stop: AbortSignal): Promise<readonly RoomCard[]> {
  return Ilive.rooms({ signal: stop, ...appOf(tabTicket) });
}

/** A room is being left: the next one is entered after that. */
export function noteLeaving(left: Promise<unknown>): void {
  leaving = Promise.allSettled([leaving, left]);
}

/** Ends the login, if there is one. */
export async function endSession(): Promise<void> {
  const ending = current;
  current = undefined;
  await ending?.then(({ client }) => client.logout()).catch(() => undefined);
}

/** Drops the tab's ticket: the next login is a new guest. */
export async function forgetTicket(): Promise<void> {
  await endSession();
  keepTicket(undefined);
}

async function login(name: string): Promise<OpenSession> {
  const kept = tabTicket;
  const ticket = kept ?? (await newGuest(name));
  try {
    return await loginWith(ticket, name);
  } catch (error) {
    if (!ticket.guest || kept === undefined || !isStale(error)) throw error;
    return await loginWith(await newGuest(name), name);
  }
}

/** A guest's ticket of an earlier hour, or of a server whose data are gone. */
function isStale(error: unknown): boolean {
  return error instanceof IliveError && (error.code === 8051 || error.code === 10003);
}

async function newGuest(name: string): Promise<GivenTicket> {
  const { sdkAppId, userId, userSig } = await Ilive.guest({ nick: name || guestName() });
  const ticket = { sdkAppId, userId, userSig, guest: true };
  keepTicket(ticket);
  return ticket;
}

function keepTicket(ticket: GivenTicket | undefined): void {
  tabTicket = ticket;
  writeJson(tabStorage(), KEY, ticket ?? null);
}

async function loginWith(ticket: GivenTicket, name: string): Promise<OpenSession> {
  const { sdkAppId, userId, userSig } = ticket;
  const client = await Ilive.login({ sdkAppId, userId, userSig, ...(name === '' ? {} : { nick: name }) });
  const session = { client, ticket };
  client.on('closed', () => void forget(session));
  return session;
}

/** A login that ended by the server's word is not used again; a newer one is left alone. */
async function forget(session: OpenSession): Promise<void> {
  const mine = current;
  if ((await mine?.catch(() => undefined)) === session && current === mine) current = undefined;
}

/** For who has not said a name yet; the number tells two of them apart. */
function guestName(): string {
  return t().common.guestName(String(1000 + Math.floor(Math.random() * 9000)));
}
