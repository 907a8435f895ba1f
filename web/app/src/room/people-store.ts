import { batch, computed, signal, type ReadonlySignal } from '@preact/signals';
import type { Room, Viewer } from '@ilive/client';
import { Cleanup, signalOf } from '../session/observe';
import { failureOf, type Failure } from '../ui/errors';
import { peopleOf, withViewer, withoutViewer, type Person } from './people';

export type PeopleState = { state: 'loading' } | { state: 'ready'; more: boolean } | { state: 'failed'; failure: Failure };

const PAGE = 100;

/** Who is in the room: a page of the chat group's list, kept true by events, with the stage and the queue in it. */
export class PeopleStore {
  readonly state = signal<PeopleState>({ state: 'loading' });
  readonly people: ReadonlySignal<readonly Person[]>;
  readonly #viewers = signal<readonly Viewer[]>([]);
  readonly #room: Room;
  readonly #stop = new AbortController();
  readonly #cleanup = new Cleanup();

  constructor(room: Room) {
    this.#room = room;
    const members = signalOf(room.members, this.#cleanup);
    const queue = signalOf(room.stage.queue, this.#cleanup);
    const me = signalOf(room.me, this.#cleanup);
    this.people = computed(() => peopleOf(this.#viewers.value, members.value, queue.value, me.value.userId));
    this.#cleanup.add(
      room.on('viewer-joined', (viewer) => (this.#viewers.value = withViewer(this.#viewers.value, viewer))),
      room.on('viewer-left', ({ userId }) => (this.#viewers.value = withoutViewer(this.#viewers.value, userId))),
      room.state.subscribe(({ state }) => {
        if (state === 'connected') void this.load();
      }),
      () => this.#stop.abort(),
    );
    void this.load();
  }

  /** Reads the first page anew; with `more` the next one. */
  async load({ more = false } = {}): Promise<void> {
    const offset = more ? this.#viewers.value.length : 0;
    try {
      const page = await this.#room.viewers({ offset, limit: PAGE, signal: this.#stop.signal });
      const known = more ? this.#viewers.value : [];
      const fresh = page.viewers.filter(({ userId }) => known.every((one) => one.userId !== userId));
      batch(() => {
        this.#viewers.value = [...known, ...fresh];
        this.state.value = { state: 'ready', more: offset + page.viewers.length < page.count };
      });
    } catch (error) {
      const closed = this.#stop.signal.aborted || this.#room.state.value.state !== 'connected';
      if (!closed && this.state.value.state !== 'ready') this.state.value = { state: 'failed', failure: failureOf(error) };
    }
  }

  dispose(): void {
    this.#cleanup.run();
  }
}
