import { Cell } from './cell.js';
import { needThing } from './guards.js';
import { VIEWS_MAX } from './limits.gen.js';
import type { Slots } from './slots.js';
import type { Picture, TinyId, Who } from './types/ids.js';
import type { View, Views } from './types/media.js';

/** What the views want of the server. */
export interface Wanted {
  readonly auto: boolean;
  readonly views: readonly { readonly tinyId: TinyId; readonly source: Picture; readonly height: number }[];
}

/** A picture that is asked for at once. */
export interface Asked {
  readonly who: Who;
  readonly source: Picture;
  /** Pixels; 0: the largest there is. */
  readonly height: number;
  /** Where it is shown; null: the asker takes the stream. */
  readonly element: HTMLVideoElement | null;
}

/** What views need of their room. */
export interface ViewsWorld {
  readonly slots: Slots;
  /** Refuses with 1201 out of the room. */
  readonly guard: () => void;
  /** Null for who is not among the members: the server would refuse all views for one of somebody who left. */
  readonly tinyIdOf: (who: Who) => TinyId | null;
  readonly streamOf: (mid: string) => MediaStream | null;
  /** Tells the server; called at most every {@link SETTLE_MS}. */
  readonly want: (wanted: Wanted) => void;
}

/** Elements that are laid out together are told together, in ms. */
const SETTLE_MS = 100;
/** Heights are told in steps of this many pixels, so that a dragged border is not a stream of requests. */
const HEIGHT_STEP = 60;

interface Attached {
  readonly element: HTMLVideoElement;
  readonly who: Who;
  readonly source: Picture;
  readonly state: Cell<'waiting' | 'showing'>;
  height: number;
}

/** Pictures on elements: tells the server what is wanted at which size, and puts on the elements what arrives. */
export class LiveViews implements Views {
  readonly shown;
  #attached = new Map<HTMLVideoElement, Attached>();
  /** Asked for without an element. */
  #asked: readonly Asked[] = [];
  #auto = true;
  #limit = Infinity;
  #told = '';
  #timer: ReturnType<typeof setTimeout> | undefined;
  #sizes: ResizeObserver | undefined;

  constructor(private readonly world: ViewsWorld) {
    this.shown = world.slots.shown;
  }

  auto(on: boolean): void {
    this.#auto = on;
    this.#settle();
  }

  limit(height: number): void {
    this.#limit = height;
    this.#settle();
  }

  attach(element: HTMLVideoElement, who: Who, source: Picture = 'main'): View {
    needThing('element', element);
    needThing('who', who);
    this.world.guard();
    this.#remove(element);
    const attached: Attached = { element, who, source, state: new Cell<'waiting' | 'showing'>('waiting'), height: 0 };
    this.#attached.set(element, attached);
    // Sound is played elsewhere; a muted picture may always start by itself.
    element.muted = true;
    element.autoplay = true;
    element.playsInline = true;
    this.#sizes ??= new ResizeObserver((entries) => this.#handleSizes(entries));
    this.#sizes.observe(element);
    this.#measure(attached);
    this.#show(attached);
    this.#settle();
    return { who, source, state: attached.state, detach: () => this.#attached.get(element) === attached && this.#detach(element) };
  }

  get count(): number {
    return this.#attached.size + this.#asked.length;
  }

  get isAuto(): boolean {
    return this.#auto;
  }

  /** The server shows exactly these from now on. */
  handleAsked(asked: readonly Asked[]): void {
    for (const element of [...this.#attached.keys()]) this.#remove(element);
    this.#auto = false;
    this.#asked = asked.filter(({ element }) => element === null);
    for (const { element, who, source } of asked) if (element) this.attach(element, who, source);
    this.#told = JSON.stringify({ auto: false, views: this.#wishes() });
  }

  /** The mapping of slots, the connection or who is who has changed. */
  handleChanged(): void {
    for (const attached of this.#attached.values()) this.#show(attached);
    this.#settle();
  }

  /** In a new connection, or after lost events, the server is told again. */
  handleFresh(): void {
    this.#told = '';
    this.handleChanged();
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#sizes?.disconnect();
    for (const element of [...this.#attached.keys()]) this.#remove(element);
  }

  #detach(element: HTMLVideoElement): void {
    this.#remove(element);
    this.#settle();
  }

  #remove(element: HTMLVideoElement): void {
    if (!this.#attached.delete(element)) return;
    this.#sizes?.unobserve(element);
    element.srcObject = null;
  }

  #show({ element, who, source, state }: Attached): void {
    const tinyId = this.world.tinyIdOf(who);
    const mid = tinyId === null ? null : this.world.slots.midOf(tinyId, source);
    const stream = mid === null ? null : this.world.streamOf(mid);
    if (element.srcObject !== stream) {
      element.srcObject = stream;
      if (stream) void element.play().catch(() => undefined);
    }
    state.set(stream ? 'showing' : 'waiting');
  }

  #handleSizes(entries: readonly ResizeObserverEntry[]): void {
    for (const { target } of entries) {
      const attached = this.#attached.get(target as HTMLVideoElement);
      if (attached) this.#measure(attached);
    }
    this.#settle();
  }

  #measure(attached: Attached): void {
    const pixels = attached.element.clientHeight * devicePixelRatio;
    attached.height = Math.ceil(pixels / HEIGHT_STEP) * HEIGHT_STEP;
  }

  #settle(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      const wanted = { auto: this.#auto, views: this.#wishes() };
      const told = JSON.stringify(wanted);
      if (told === this.#told) return;
      this.#told = told;
      this.world.want(wanted);
    }, SETTLE_MS);
  }

  /** One for each picture, as large as its largest element. */
  #wishes(): Wanted['views'][number][] {
    const wishes = new Map<string, Wanted['views'][number]>();
    for (const { who, source, height } of [...this.#asked, ...this.#attached.values()]) {
      const tinyId = this.world.tinyIdOf(who);
      const key = `${tinyId} ${source}`;
      if (tinyId !== null) wishes.set(key, { tinyId, source, height: Math.min(this.#limit, Math.max(height, wishes.get(key)?.height ?? 0)) });
    }
    return [...wishes.values()].slice(0, VIEWS_MAX);
  }
}
