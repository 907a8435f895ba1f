/** Why a WebSocket may not have opened. */
export type Verdict =
  /** The server is there and lets this page in: try again. */
  | { kind: 'ours' }
  /** The server is there and does not serve pages of this origin. */
  | { kind: 'origin_refused' }
  /** Something else answers at this address: a portal, a proxy, another server. */
  | { kind: 'foreign' }
  /** Nothing came in time: try again. */
  | { kind: 'silent' }
  /** Nobody is there. */
  | { kind: 'unreachable' };

/** How long an answer may take, in ms (interface, "The client when the WebSocket does not open"). */
const PROBE_MS = 5_000;

/**
 * Asks `GET /version`, which every origin may read on our server, and tells what answers.
 *
 * @param get the browser's `fetch`.
 */
export async function probe(url: string, get: typeof fetch): Promise<Verdict> {
  const attempt = async (mode: RequestMode): Promise<Response | 'silent' | 'failed'> => {
    const signal = AbortSignal.timeout(PROBE_MS);
    try {
      return await get(`${url}/version`, { mode, cache: 'no-store', credentials: 'omit', signal });
    } catch {
      return signal.aborted ? 'silent' : 'failed';
    }
  };
  const answer = await attempt('cors');
  if (answer === 'silent') return { kind: 'silent' };
  if (answer === 'failed') {
    // No answer that this page may read: a closed port, or somebody without CORS. An opaque request tells them apart.
    const opaque = await attempt('no-cors');
    if (opaque === 'silent') return { kind: 'silent' };
    return { kind: opaque === 'failed' ? 'unreachable' : 'foreign' };
  }
  return judge(await answer.json().catch(() => null));
}

function judge(body: unknown): Verdict {
  const ours = typeof body === 'object' && body !== null && 'version' in body;
  if (!ours) return { kind: 'foreign' };
  return { kind: 'origin_allowed' in body && body.origin_allowed === false ? 'origin_refused' : 'ours' };
}
