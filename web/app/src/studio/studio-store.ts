import { signal } from '@preact/signals';
import { IliveError, type RoomSummary } from '@ilive/client';
import { anotherOwnRoom, ownRoom } from '../preflight/own-room';
import { roomIdOf } from '../room/room-id';
import { RoomStore } from '../room/room-store';
import { navigate } from '../router/router';
import { noteLeaving, openSession } from '../session/session';
import type { GivenTicket } from '../session/ticket';
import { failureOf, type Failure } from '../ui/errors';
import { armStudio, armedPlan, disarmStudio, type Plan } from './armed';
import { keepCover } from './cover';

/** A live, from its host's side. */
export type Studio =
  | { state: 'preparing' }
  | { state: 'opening' }
  | { state: 'live'; store: RoomStore; ticket: GivenTicket }
  | { state: 'failed'; failure: Failure }
  | { state: 'over'; summary: RoomSummary | null };

/** The studio of one room: goes live by the plan of the page before, or waits for one. */
export class StudioStore {
  readonly studio = signal<Studio>({ state: 'preparing' });
  readonly #room: string;
  readonly #gone = new AbortController();

  constructor(room: string) {
    this.#room = room;
    const plan = armedPlan(room);
    if (plan !== undefined) void this.goLive(plan);
  }

  async goLive(plan: Plan): Promise<void> {
    armStudio(this.#room, plan);
    this.studio.value = { state: 'opening' };
    try {
      const { client, ticket } = await openSession();
      const key = ticket.roomKey === undefined ? {} : { roomKey: ticket.roomKey };
      const room = await client.rooms.create(roomIdOf(this.#room), { title: plan.title, signal: this.#gone.signal, ...key });
      if (this.#gone.signal.aborted) return noteLeaving(room.leave());
      this.#live(new RoomStore(client, room), ticket, plan);
    } catch (error) {
      if (this.#gone.signal.aborted) return;
      if (isTaken(error) && this.#room === String(ownRoom())) return this.#moveOn(plan);
      this.studio.value = { state: 'failed', failure: failureOf(error) };
    }
  }

  /** Once more, as it was planned. */
  retry(): void {
    const plan = armedPlan(this.#room);
    if (plan === undefined) this.studio.value = { state: 'preparing' };
    else void this.goLive(plan);
  }

  /** Ends the live for everybody. @throws what the server says. */
  async end(): Promise<void> {
    const { value } = this.studio;
    if (value.state !== 'live') return;
    const summary = await value.store.room.end();
    this.#over(value.store, summary);
  }

  /** The page is left: the live goes on for a while without its host. */
  dispose(): void {
    this.#gone.abort();
    const { value } = this.studio;
    if (value.state !== 'live') return;
    disarmStudio(this.#room);
    value.store.leave();
  }

  #live(store: RoomStore, ticket: GivenTicket, plan: Plan): void {
    store.cleanup.add(
      keepCover(store),
      store.ending.subscribe((ending) => {
        if (ending === null) return;
        if (ending.error === null || ending.summary !== null) return this.#over(store, ending.summary);
        store.dispose();
        this.studio.value = { state: 'failed', failure: failureOf(ending.error) };
      }),
    );
    this.studio.value = { state: 'live', store, ticket };
    void store.media.start(plan.devices);
  }

  #over(store: RoomStore, summary: RoomSummary | null): void {
    if (this.studio.value.state === 'over') return;
    disarmStudio(this.#room);
    store.dispose();
    this.studio.value = { state: 'over', summary };
  }

  /** The number of this machine is somebody else's on this server. */
  #moveOn(plan: Plan): void {
    const room = String(anotherOwnRoom());
    disarmStudio(this.#room);
    armStudio(room, plan);
    navigate({ page: 'studio', room }, { replace: true, unasked: true });
  }
}

function isTaken(error: unknown): boolean {
  return error instanceof IliveError && error.code === 10003 && error.subReason === 'room_taken';
}
