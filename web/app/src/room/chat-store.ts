import { batch, computed, signal, type ReadonlySignal } from '@preact/signals';
import { IliveError, type Room } from '@ilive/client';
import { Cleanup, signalOf } from '../session/observe';
import { failureOf, shownFailure, type Failure } from '../ui/errors';
import { allLines, firstSeq, withEarlier, withMessage, withTip, type ChatLine, type Failed } from './chat-lines';

/** Where the chat stands. */
export type ChatState = { state: 'loading' } | { state: 'ready' } | { state: 'failed'; failure: Failure };

/** How many messages a page of history has. */
const PAGE = 50;
/** Nothing was sent by the user's own will, or because the room is gone: no failure to show in the chat. */
const QUIET: ReadonlySet<number> = new Set([8003, 8007]);

/** The chat of a room. */
export class ChatStore {
  readonly state = signal<ChatState>({ state: 'loading' });
  readonly lines: ReadonlySignal<readonly ChatLine[]>;
  /** There is more above the first line. */
  readonly hasEarlier: ReadonlySignal<boolean>;
  readonly loadingEarlier = signal(false);
  /** New messages are read out by a screen reader. */
  readonly aloud = signal(true);
  readonly #arrived = signal<readonly ChatLine[]>([]);
  readonly #failed = signal<readonly Failed[]>([]);
  readonly #room: Room;
  readonly #stop = new AbortController();
  readonly #cleanup = new Cleanup();
  #lastKey = 0;

  constructor(room: Room) {
    this.#room = room;
    const outbox = signalOf(room.chat.outbox, this.#cleanup);
    this.lines = computed(() => allLines(this.#arrived.value, outbox.value, this.#failed.value));
    this.hasEarlier = computed(() => {
      const first = firstSeq(this.#arrived.value);
      return Number.isFinite(first) && first > 1;
    });
    this.#cleanup.add(
      room.on('viewer-joined', ({ userId, nick }) => {
        if (userId !== room.me.value.userId) this.#arrived.value = withTip(this.#arrived.value, this.#key('t'), nick || userId);
      }),
      () => this.#stop.abort(),
    );
    void this.#follow();
  }

  /** Reads anew after a failure. */
  retry(): void {
    this.state.value = { state: 'loading' };
    void this.#follow();
  }

  /** Sends what was typed; when that fails, the text stays in the chat with a way to send it again. */
  async send(text: string): Promise<void> {
    try {
      await this.#room.chat.send(text);
    } catch (error) {
      if (error instanceof IliveError && QUIET.has(error.code)) return;
      batch(() => {
        this.#failed.value = [...this.#failed.value, { key: this.#key('f'), text }];
        shownFailure.value = failureOf(error);
      });
    }
  }

  async sendAgain(key: string): Promise<void> {
    const again = this.#failed.value.find((one) => one.key === key);
    this.#failed.value = this.#failed.value.filter((one) => one.key !== key);
    if (again !== undefined) await this.send(again.text);
  }

  async loadEarlier(): Promise<void> {
    if (this.loadingEarlier.value) return;
    this.loadingEarlier.value = true;
    try {
      const before = firstSeq(this.#arrived.value);
      const earlier = await this.#room.chat.history({ before, limit: PAGE, signal: this.#stop.signal });
      this.#arrived.value = withEarlier(this.#arrived.value, earlier);
    } catch (error) {
      if (!this.#stop.signal.aborted) shownFailure.value = failureOf(error);
    } finally {
      this.loadingEarlier.value = false;
    }
  }

  dispose(): void {
    this.#cleanup.run();
  }

  async #follow(): Promise<void> {
    const { signal: stop } = this.#stop;
    try {
      // An empty chat gives no first message: that it was read is known by asking.
      await this.#room.chat.history({ limit: 1, signal: stop });
      this.state.value = { state: 'ready' };
      for await (const message of this.#room.messages({ history: PAGE, signal: stop })) {
        this.#arrived.value = withMessage(this.#arrived.value, message);
      }
    } catch (error) {
      if (!stop.aborted && this.#room.state.value.state !== 'closed') this.state.value = { state: 'failed', failure: failureOf(error) };
    }
  }

  #key(prefix: string): string {
    this.#lastKey += 1;
    return prefix + this.#lastKey;
  }
}
