import { signal } from '@preact/signals';
import type { RoomCard } from '@ilive/client';
import { readRooms } from '../session/session';
import { failureOf, type Failure } from '../ui/errors';

/** The list of live rooms. While it is refreshed, and when that fails, the last one stays. */
export type RoomList =
  | { state: 'loading' }
  | { state: 'loaded'; rooms: readonly RoomCard[]; at: number }
  | { state: 'failed'; failure: Failure };

/** How often the list and its covers are fresh: twice per cover of a host's page. */
const REFRESH_MS = 5_000;

/** Reads the list until `stop` is called; pauses while the page is in the background. */
export function watchRooms(): { list: { readonly value: RoomList }; refresh: () => void; stop: () => void } {
  const list = signal<RoomList>({ state: 'loading' });
  const stopped = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const read = async () => {
    clearTimeout(timer);
    try {
      const rooms = await readRooms(stopped.signal);
      list.value = { state: 'loaded', rooms, at: Date.now() };
    } catch (error) {
      if (stopped.signal.aborted) return;
      if (list.value.state !== 'loaded') list.value = { state: 'failed', failure: failureOf(error) };
    }
    if (!stopped.signal.aborted && document.visibilityState === 'visible') timer = setTimeout(read, REFRESH_MS);
  };
  const shown = () => {
    if (document.visibilityState === 'visible') void read();
  };
  document.addEventListener('visibilitychange', shown);
  void read();

  return {
    list,
    refresh: () => {
      if (list.value.state === 'failed') list.value = { state: 'loading' };
      void read();
    },
    stop: () => {
      clearTimeout(timer);
      stopped.abort();
      document.removeEventListener('visibilitychange', shown);
    },
  };
}
