import { signal } from '@preact/signals';
import { IliveError, type Room, type RoomSummary } from '@ilive/client';
import { roomIdOf, roomText } from '../room/room-id';
import { RoomStore } from '../room/room-store';
import { navigate } from '../router/router';
import { noteLeaving, openSession, readRooms } from '../session/session';
import { failureOf, type Failure } from '../ui/errors';
import { StageFlow } from './stage-flow';

/** A live, from its audience's side. */
export type Watch =
  | { state: 'opening' }
  | { state: 'in'; store: RoomStore; flow: StageFlow }
  /** Nobody is live there. */
  | { state: 'missing' }
  | { state: 'failed'; failure: Failure }
  | { state: 'over'; summary: RoomSummary | null; host: string };

const NO_ROOM = 10009;
/** How often an empty room is looked at again. */
const LOOK_MS = 5_000;

/** The room that a viewer opened. */
export class WatchStore {
  readonly watch = signal<Watch>({ state: 'opening' });
  readonly #room: string;
  readonly #gone = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(room: string) {
    this.#room = room;
    void this.enter();
  }

  async enter(): Promise<void> {
    clearTimeout(this.#timer);
    if (this.watch.value.state !== 'missing') this.watch.value = { state: 'opening' };
    try {
      const { client, ticket } = await openSession();
      const key = ticket.roomKey === undefined ? {} : { roomKey: ticket.roomKey };
      const room = await client.rooms.join(roomIdOf(this.#room), { role: 'audience', signal: this.#gone.signal, ...key });
      if (this.#gone.signal.aborted) return noteLeaving(room.leave());
      if (room.me.value.host) return this.#toStudio(room);
      this.#in(new RoomStore(client, room));
    } catch (error) {
      if (this.#gone.signal.aborted) return;
      if (error instanceof IliveError && error.code === NO_ROOM) this.#missing();
      else this.watch.value = { state: 'failed', failure: failureOf(error) };
    }
  }

  dispose(): void {
    this.#gone.abort();
    clearTimeout(this.#timer);
    const { value } = this.watch;
    if (value.state !== 'in') return;
    value.flow.dispose();
    value.store.leave();
  }

  /** It is this person's own live: its place is the studio. */
  #toStudio(room: Room): void {
    noteLeaving(room.leave());
    navigate({ page: 'studio', room: this.#room }, { replace: true });
  }

  #in(store: RoomStore): void {
    const flow = new StageFlow(store.room, store.media);
    store.cleanup.add(
      () => flow.dispose(),
      store.ending.subscribe((ending) => ending !== null && this.#out(store, ending.error, ending.summary)),
    );
    this.watch.value = { state: 'in', store, flow };
  }

  #out(store: RoomStore, error: IliveError | null, summary: RoomSummary | null): void {
    const host = store.hostName;
    store.dispose();
    const ended = error === null || summary !== null || error.code === NO_ROOM;
    this.watch.value = ended ? { state: 'over', summary, host } : { state: 'failed', failure: failureOf(error) };
  }

  /** Stays on the page, and goes in by itself once somebody is live there. */
  #missing(): void {
    this.watch.value = { state: 'missing' };
    this.#timer = setTimeout(() => void this.#look(), LOOK_MS);
  }

  async #look(): Promise<void> {
    const rooms = await readRooms(this.#gone.signal).catch(() => []);
    if (this.#gone.signal.aborted) return;
    if (rooms.some(({ room }) => roomText(room) === this.#room)) await this.enter();
    else this.#missing();
  }
}
