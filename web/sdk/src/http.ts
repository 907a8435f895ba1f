import { untilAborted } from './abort.js';
import { IliveError, type ErrorModule } from './errors.js';
import { COVER_MAX_BYTES } from './limits.gen.js';
import type { RoomCard, Ticket } from './types/client.js';
import type { RoomId } from './types/ids.js';

/** An answer that takes longer is none, in ms. */
const ANSWER_MS = 15_000;

type Json = Readonly<Record<string, unknown>>;

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
export const number = (value: unknown): number => (typeof value === 'number' ? value : 0);
export const object = (value: unknown): Json => (typeof value === 'object' && value !== null ? (value as Json) : {});

/** One HTTP request; a refusal is the contract's error that its body carries. */
export async function askJson(url: string, init: RequestInit, signal?: AbortSignal): Promise<unknown> {
  const response = await successful(url, init, signal);
  return response.status === 204 ? null : response.json().catch(() => null);
}

/** The same for a body that is not JSON. */
export async function successful(url: string, init: RequestInit, signal?: AbortSignal): Promise<Response> {
  const limit = AbortSignal.timeout(ANSWER_MS);
  const both = signal ? AbortSignal.any([signal, limit]) : limit;
  const answer = fetch(url, { ...init, signal: both, cache: 'no-store', credentials: 'omit' }).catch((cause: unknown) => {
    if (limit.aborted) throw new IliveError('av', 1005, { subReason: 'no_answer', cause });
    throw new IliveError('ilive', 8012, { subReason: 'unreachable', cause });
  });
  const response = await untilAborted(signal, answer);
  if (response.ok) return response;
  throw refusal(response, object(await response.json().catch(() => null)));
}

function refusal(response: Response, body: Json): IliveError {
  const code = number(body.code);
  if (code === 0) return new IliveError('ilive', 8052, { subReason: 'foreign_answer', message: `${response.url} answered ${response.status}` });
  return new IliveError(text(body.module) as ErrorModule, code, {
    subReason: text(body.sub_reason),
    message: text(body.detail) || text(body.title),
    traceId: text(body.trace_id),
    retryAfterMs: Number(response.headers.get('Retry-After') ?? 0) * 1_000,
    raisedBy: 'server',
  });
}

/** `POST /api/v1/guest`. */
export async function askGuest(url: string, nick: string, signal?: AbortSignal): Promise<Ticket> {
  const headers = { 'Content-Type': 'application/json' };
  const body = object(await askJson(`${url}/api/v1/guest`, { method: 'POST', headers, body: JSON.stringify({ nick }) }, signal));
  const ticket = { sdkAppId: number(body.sdk_app_id), userId: text(body.user_id), userSig: text(body.user_sig) };
  if (ticket.userSig === '') throw new IliveError('ilive', 8052, { subReason: 'bad_answer' });
  return { ...ticket, expiresAtMs: expiry(body.expires_at) };
}

/** `POST /api/v1/ticket`. */
export async function askTicket(url: string, sdkAppId: number, userSig: string, signal?: AbortSignal): Promise<Ticket> {
  const headers = { 'Content-Type': 'application/json' };
  const body = JSON.stringify({ sdk_app_id: sdkAppId, user_sig: userSig });
  const holder = object(await askJson(`${url}/api/v1/ticket`, { method: 'POST', headers, body }, signal));
  const userId = text(holder.user_id);
  if (userId === '') throw new IliveError('ilive', 8052, { subReason: 'bad_answer' });
  return { sdkAppId, userId, userSig, expiresAtMs: expiry(holder.expires_at) };
}

/** Unix seconds or ms, or a date in text. */
function expiry(value: unknown): number {
  if (typeof value === 'string') return Date.parse(value);
  const at = number(value);
  return at < 1e12 ? at * 1_000 : at;
}

/** Names the app whose rooms are meant; without it the server takes its first. */
function ofApp(sdkAppId: number | undefined): string {
  return sdkAppId === undefined ? '' : `?sdk_app_id=${sdkAppId}`;
}

/** `GET /api/v1/rooms`. */
export async function askRooms(url: string, sdkAppId: number | undefined, signal?: AbortSignal): Promise<readonly RoomCard[]> {
  const { rooms } = object(await askJson(`${url}/api/v1/rooms${ofApp(sdkAppId)}`, {}, signal));
  if (!Array.isArray(rooms)) throw new IliveError('ilive', 8052, { subReason: 'bad_answer' });
  return rooms.map((room: unknown) => card(url, object(room)));
}

function card(url: string, row: Json): RoomCard {
  const host = object(row.host);
  const cover = text(row.cover_url);
  return {
    room: typeof row.room === 'number' ? row.room : roomOfPath(text(row.room)),
    title: text(row.title),
    host: { userId: text(host.user_id), nick: text(host.nick) },
    people: number(row.people),
    sinceMs: number(row.since_ms),
    live: row.live === true,
    coverUrl: cover === '' ? null : new URL(cover, `${url}/`).href,
  };
}

/** All digits: a number; `s:` before a name that would look like one. */
function roomOfPath(path: string): RoomId {
  return /^\d+$/.test(path) ? Number(path) : path.replace(/^s:/, '');
}

/** A room in a path: an all-digit string needs `s:` so that it is not read as a number. */
function roomPath(id: RoomId): string {
  return typeof id === 'string' && /^\d+$/.test(id) ? `s:${id}` : encodeURIComponent(id);
}

/** `PUT /api/v1/rooms/{room}/cover`. */
export async function putCover(url: string, sdkAppId: number, id: RoomId, token: string, jpeg: Blob, signal?: AbortSignal): Promise<void> {
  if (jpeg.size === 0 || jpeg.size > COVER_MAX_BYTES) {
    throw new IliveError('ilive', 8021, { subReason: 'bad_cover', message: `a cover has 1 to ${COVER_MAX_BYTES} bytes, not ${jpeg.size}`, delivery: 'return' });
  }
  const headers = { 'Content-Type': 'image/jpeg', Authorization: `Bearer ${token}` };
  await askJson(`${url}/api/v1/rooms/${roomPath(id)}/cover${ofApp(sdkAppId)}`, { method: 'PUT', headers, body: jpeg }, signal);
}
