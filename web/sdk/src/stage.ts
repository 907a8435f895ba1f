import { Cell } from './cell.js';
import { Emitter } from './emitter.js';
import type { StageAnswered, StageEntry as WireEntry, StageInviteAnswered } from './gen/ilive/v1/room_pb.js';
import { needText } from './guards.js';
import { NOTE_MAX_CHARS } from './limits.gen.js';
import type { Identity } from './identities.js';
import type { Caller } from './requests.js';
import type { TinyId, Who } from './types/ids.js';
import type { Cancellable } from './types/observable.js';
import type { Me } from './types/room.js';
import type { Stage, StageEntry, StageEvents } from './types/stage.js';
import type { StageState } from './types/state.js';
import { Rights } from './rights.js';
import { memberRef, type EventBody } from './wire.js';

export interface StageWorld {
  readonly caller: Caller;
  /** Refuses with 1201 out of the room, with 8007 for what was given up. */
  readonly guard: (signal?: AbortSignal) => void;
  readonly me: () => Me;
  readonly named: (tinyId: TinyId) => Identity | null;
  /** Closes the own sources. */
  readonly closeSources: () => Promise<void>;
}

/** Who waits, who is asked, who may be seen and heard. */
export class LiveStage implements Stage {
  readonly mine = new Cell<StageState>({ state: 'audience' });
  readonly queue = new Cell<readonly StageEntry[]>([]);
  readonly #events = new Emitter<StageEvents>();
  readonly on = this.#events.on;
  #entries: readonly WireEntry[] = [];
  #invited = false;
  /** The own wish to go: what follows is no removal. */
  #leaving = false;

  constructor(private readonly world: StageWorld) {}

  async request(options: Cancellable & { readonly note?: string } = {}): Promise<void> {
    needText('note', options.note ?? '', 0, NOTE_MAX_CHARS);
    await this.#ask('stageRequest', { note: options.note ?? '' }, options);
  }

  async cancel(options: Cancellable = {}): Promise<void> {
    await this.#ask('stageCancel', {}, options);
  }

  async accept(who: Who, options: Cancellable = {}): Promise<void> {
    await this.#ask('stageAnswer', { member: memberRef(who), accept: true }, options);
  }

  async refuse(who: Who, options: Cancellable & { readonly reason?: string } = {}): Promise<void> {
    needText('reason', options.reason ?? '', 0, NOTE_MAX_CHARS);
    await this.#ask('stageAnswer', { member: memberRef(who), accept: false, reason: options.reason ?? '' }, options);
  }

  async invite(who: Who, options: Cancellable = {}): Promise<void> {
    await this.#ask('stageInvite', { member: memberRef(who) }, options);
  }

  async answerInvite(accept: boolean, options: Cancellable = {}): Promise<void> {
    await this.#ask('stageInviteAnswer', { accept }, options);
    this.#invited = false;
    this.#settle();
  }

  async leave(who?: Who, options: Cancellable = {}): Promise<void> {
    if (who) return this.#ask('stageLeave', { member: memberRef(who) }, options);
    this.world.guard(options.signal);
    this.#leaving = true;
    try {
      await this.world.closeSources();
      await this.#ask('stageLeave', {}, options);
    } finally {
      this.#leaving = false;
    }
  }

  /** What is news of the stage; anything else is nothing here. */
  handleEvent(event: EventBody): void {
    if (event.case === 'stageQueueChanged') this.handleQueue(event.value.entries);
    if (event.case === 'stageAnswered') this.handleAnswered(event.value);
    if (event.case === 'stageInvited') this.handleInvited();
    if (event.case === 'stageInviteAnswered') this.handleInviteAnswered(event.value);
  }

  handleQueue(entries: readonly WireEntry[]): void {
    this.#entries = entries;
    this.#settle();
  }

  handleAnswered({ accepted, reason }: StageAnswered): void {
    this.#events.emit('answered', { accepted, reason });
  }

  handleInvited(): void {
    this.#invited = true;
    this.#settle();
    this.#events.emit('invited', undefined);
  }

  handleInviteAnswered({ tinyId, accepted }: StageInviteAnswered): void {
    this.#events.emit('invite-answered', { tinyId: String(tinyId), accepted });
  }

  /** The own role is another now, or more names are known. */
  handleMe(): void {
    const before = this.mine.value.state;
    this.#settle();
    if (before !== 'on' || this.mine.value.state === 'on' || this.#leaving) return;
    void this.world.closeSources();
    this.#events.emit('removed', undefined);
  }

  #settle(): void {
    const me = this.world.me();
    const onStage = isOnStage(me);
    if (onStage) this.#invited = false;
    const own = this.#entries.find((entry) => String(entry.tinyId) === me.tinyId);
    if (onStage) this.mine.renew({ state: 'on' });
    else if (own) this.mine.renew({ state: 'waiting', place: own.place, sinceMs: Number(own.sinceMs) });
    else this.mine.renew({ state: this.#invited ? 'invited' : 'audience' });
    this.queue.renew(this.#entries.map((entry) => this.#entry(entry)));
  }

  #entry(entry: WireEntry): StageEntry {
    const tinyId = String(entry.tinyId);
    const identity = this.world.named(tinyId);
    const { place, note } = entry;
    return { tinyId, userId: identity?.userId ?? null, nick: identity?.nick ?? '', sinceMs: Number(entry.sinceMs), place, note };
  }

  async #ask<K extends 'stageRequest' | 'stageCancel' | 'stageAnswer' | 'stageInvite' | 'stageInviteAnswer' | 'stageLeave'>(
    kind: K,
    value: Parameters<typeof this.world.caller.call<K>>[1],
    { signal }: Cancellable,
  ): Promise<void> {
    this.world.guard(signal);
    await this.world.caller.call(kind, value, { signal, inRoom: true });
  }
}

/** Hosts and co-hosts are; with no particular role, whoever may send. */
function isOnStage({ roleType, rights }: Me): boolean {
  if (roleType === 'default') return (rights & (Rights.sendAudio | Rights.sendMain)) !== 0;
  return roleType !== 'audience';
}
