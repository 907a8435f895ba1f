import { asIliveError, refused } from './errors.js';
import { needBetween, needText, needThing } from './guards.js';
import { NOTE_MAX_CHARS, PAGE_MAX, TITLE_MAX_CHARS } from './limits.gen.js';
import { putCover } from './http.js';
import type { RequestOptions } from './requests.js';
import { RoomCore } from './room-core.js';
import { summaryFromWire } from './summary.js';
import type { Asked } from './views.js';
import type { Message, MessagesOptions } from './types/chat.js';
import type { Picture, Role, Source, TinyId, Who } from './types/ids.js';
import type { Camera, Microphone, RemoteAudio, Screen } from './types/media.js';
import type { Cancellable } from './types/observable.js';
import type { Room, RoomSummary, Viewer } from './types/room.js';
import type { NamedRole } from './roles.js';
import { memberRef, roleToWire, roomRef, sourceToWire, type ReplyValue, type RequestCase, type RequestValue } from './wire.js';

/** Leaving waits no longer than this for the server's word, in ms. */
const GOODBYE_MS = 1_000;

/** A room, as an app has it. */
export class LiveRoom extends RoomCore implements Room {
  on: Room['on'] = this.events.on;
  #switching = false;

  get state() {
    return this.seat.state;
  }

  get info() {
    return this.roster.info;
  }

  get people() {
    return this.roster.people;
  }

  get members() {
    return this.roster.members;
  }

  get camera(): Camera {
    return this.media.camera;
  }

  get microphone(): Microphone {
    return this.media.microphone;
  }

  get screen(): Screen {
    return this.media.screen;
  }

  get audio(): RemoteAudio {
    return this.media.audio;
  }

  messages(options?: MessagesOptions): AsyncIterableIterator<Message> {
    return this.chat.messages(options);
  }

  async viewers(options: Cancellable & { readonly offset?: number; readonly limit?: number } = {}) {
    const { offset = 0, limit = 50, signal } = options;
    needBetween('limit', limit, 1, PAGE_MAX);
    this.guardHere(signal);
    const reply = await this.world.requests.call('groupMembers', { room: roomRef(this.id), offset, limit }, { signal, inRoom: true });
    const viewers: Viewer[] = reply.members.map(({ userId, nick, host }) => ({ userId, nick, host }));
    return { viewers, count: reply.people };
  }

  async mute(who: Who, source: Source, muted = true, { signal }: Cancellable = {}): Promise<void> {
    needThing('who', who);
    this.guardHere(signal);
    const request = { member: memberRef(who), source: sourceToWire(source), muted };
    await this.world.requests.call('muteMember', request, { signal, inRoom: true });
  }

  async kick(who: Who, options: Cancellable & { readonly banS?: number; readonly reason?: string } = {}): Promise<void> {
    needThing('who', who);
    const { banS = 0, reason = '', signal } = options;
    needText('reason', reason, 0, NOTE_MAX_CHARS);
    needBetween('ban', banS, 0, 0xffff_ffff);
    this.guardHere(signal);
    await this.world.requests.call('kickMember', { member: memberRef(who), banS, reason }, { signal, inRoom: true });
  }

  async changeRole(role: Role, options: Cancellable & { readonly roomKey?: string } = {}): Promise<void> {
    if (this.isClosed) throw refused('ilive', 8003, 'left', `room ${this.id} has been left`);
    await this.world.changeRole(role, options);
  }

  /** Whether this is the role in force. */
  hasRole(role: Role): boolean {
    const { role: name, roleType } = this.me.value;
    if (typeof role === 'string') return role === roleType;
    return role.name === name && (role.type ?? roleType) === roleType;
  }

  /** The question itself, behind all guards. */
  async askRole(role: NamedRole, roomKey: string, signal: AbortSignal): Promise<void> {
    const { rights } = await this.ask('changeRole', { ...roleToWire(role), privateMapKey: roomKey }, signal);
    this.handleRole(role.name || this.me.value.role, role.type, rights);
  }

  /** Shows exactly these; done when the server has said so. */
  async see(asked: readonly Asked[], signal: AbortSignal): Promise<void> {
    const views = asked.map(({ who, source, height }) => ({ member: memberRef(this.known(who)), source: sourceToWire(source), height }));
    await this.ask('setViews', { auto: false, views }, signal);
    this.views.handleAsked(asked);
    this.grow();
  }

  streamOf(tinyId: TinyId, source: Picture): MediaStream | null {
    const mid = this.slots.midOf(tinyId, source);
    return mid === null ? null : this.peerStream(mid);
  }

  /** A request that is this room's. */
  ask<K extends RequestCase>(kind: K, value: RequestValue<K>, signal: AbortSignal): Promise<ReplyValue<K>> {
    return this.world.requests.call(kind, value, { signal, inRoom: true });
  }

  async setInfo(info: { readonly title: string }, { signal }: Cancellable = {}): Promise<void> {
    needText('title', info.title, 1, TITLE_MAX_CHARS);
    this.guardHere(signal);
    await this.world.requests.call('setRoomInfo', { info }, { signal, inRoom: true });
  }

  async setCover(jpeg: Blob, { signal }: Cancellable = {}): Promise<void> {
    needThing('cover', jpeg);
    this.guardHere(signal);
    await putCover(this.world.url, this.world.sdkAppId, this.id, this.roomToken, jpeg, signal);
  }

  async end({ signal }: Cancellable = {}): Promise<RoomSummary> {
    this.guardHere(signal);
    const summary = summaryFromWire(await this.world.requests.call('endRoom', {}, { signal, inRoom: true }));
    this.close(undefined, summary);
    return summary;
  }

  async leave(): Promise<void> {
    // The server forgets whoever cannot say goodbye.
    await this.#goodbye({ deadlineMs: GOODBYE_MS }).catch(() => undefined);
  }

  /** Out at once on this side; fails when the server does not answer. One who is not listed any more is out as well. */
  async exit(): Promise<void> {
    await this.#goodbye({}).catch((thrown: unknown) => {
      if (asIliveError(thrown).code !== 10006) throw thrown;
    });
  }

  /**
   * A switch from this room has begun, and whether it has left it or not. While it is under way an exit would be one from the new
   * room too.
   */
  handleSwitch(now: 'begun' | 'left' | 'kept'): void {
    const owed = now === 'kept' && this.#switching && this.isClosed;
    this.#switching = now === 'begun';
    if (owed) this.world.requests.call('roomExit', {}).catch(() => undefined);
  }

  async #goodbye(options: RequestOptions): Promise<void> {
    if (this.isClosed) return;
    const { requests } = this.world;
    const exit = this.#switching ? null : requests.call('roomExit', {}, options);
    const group = this.intent.withChat ? requests.call('groupLeave', { room: roomRef(this.id) }, options).catch(() => undefined) : null;
    this.close();
    await Promise.all([exit, group]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.leave();
  }
}

