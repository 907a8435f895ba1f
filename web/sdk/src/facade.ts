import type { Core } from './core.js';
import { checkMessage, type LiveConversation } from './conversation.js';
import { refused } from './errors.js';
import { needUserId } from './guards.js';
import type { LiveRoom } from './room.js';
import type { Element, SentMessage } from './types/chat.js';
import type { CreateOptions, JoinOptions, LinkOptions, ShownAt, SpeedTestOptions, SpeedTestResult } from './types/client.js';
import type { Role, RoomId, Source, Who } from './types/ids.js';
import type { EventHandler } from './types/layers.js';
import type { Cancellable } from './types/observable.js';
import type { Room, RoomSummary } from './types/room.js';

type Answer = Cancellable & { readonly reason?: string };

/** The one object: every method of B.1 to B.9, there before a login and after it. What it does is in the machines. */
export class Facade {
  constructor(protected readonly core: Core) {}

  get client() {
    return this.core.client;
  }

  get devices() {
    return this.core.devices;
  }

  get av() {
    return this.core.av;
  }

  get im() {
    return this.core.im;
  }

  get calls() {
    return this.core.calls;
  }

  addEventHandler(handler: EventHandler): void {
    this.core.checks.alive();
    this.core.handlers.add(handler);
  }

  removeEventHandler(handler: EventHandler): void {
    this.core.checks.alive();
    this.core.handlers.remove(handler);
  }

  logout(): Promise<void> {
    return this.core.logins.logout('facade');
  }

  release(): Promise<void> {
    return this.core.logins.release();
  }

  renewTicket(userSig: string, options?: Cancellable): Promise<void> {
    return this.core.renewTicket(userSig, options);
  }

  createRoom(id: RoomId, options: CreateOptions): Promise<Room> {
    return this.core.rooms.create(id, options);
  }

  joinRoom(id: RoomId, options: JoinOptions): Promise<Room> {
    return this.core.rooms.join(id, options);
  }

  switchRoom(id: RoomId, options: JoinOptions): Promise<Room> {
    return this.core.rooms.switch(id, options);
  }

  quitRoom(options?: Cancellable & { readonly cancelPending?: boolean }): Promise<void> {
    return this.core.rooms.exit('facade', options);
  }

  changeRole(role: Role, options?: Cancellable & { readonly roomKey?: string }): Promise<void> {
    return this.core.rooms.changeRole('facade', role, options);
  }

  linkRoom(options: LinkOptions): Promise<void> {
    return this.core.rooms.links.link(options);
  }

  unlinkRoom(options?: Cancellable): Promise<void> {
    return this.core.rooms.links.unlink(options);
  }

  push(on: boolean, options?: Cancellable): Promise<void> {
    return this.core.rooms.links.serve('push', on, options);
  }

  record(on: boolean, options?: Cancellable): Promise<void> {
    return this.core.rooms.links.serve('record', on, options);
  }

  speedTest(options?: SpeedTestOptions): Promise<SpeedTestResult> {
    return this.core.speedTest(options);
  }

  show(shown: readonly ShownAt[], options: Cancellable = {}): Promise<void> {
    return this.core.av.views.show(shown, options);
  }

  hideAll(options?: Cancellable): Promise<void> {
    return this.core.av.views.cancel('facade', options);
  }

  sendC2c(userId: string, elements: readonly Element[], options: Cancellable = {}): Promise<SentMessage> {
    const guards = (): void => {
      checkMessage({ userId }, elements);
      needUserId(userId);
    };
    return this.#message(guards, () => this.core.client?.conversation(userId), elements, options);
  }

  sendGroup(elements: readonly Element[], options: Cancellable = {}): Promise<SentMessage> {
    return this.#message(() => checkMessage({ room: 0 }, elements), () => this.core.rooms.here?.chat, elements, options);
  }

  stageRequest(options: Cancellable & { readonly note?: string } = {}): Promise<void> {
    return this.#inRoom(options, (room, more) => room.stage.request({ ...options, ...more }));
  }

  stageCancel(options: Cancellable = {}): Promise<void> {
    return this.#inRoom(options, (room, more) => room.stage.cancel(more));
  }

  stageAnswer(who: Who, accept: boolean, options: Answer = {}): Promise<void> {
    return this.#inRoom(options, (room, more) => (accept ? room.stage.accept(who, more) : room.stage.refuse(who, { ...options, ...more })));
  }

  stageInvite(who: Who, options: Cancellable = {}): Promise<void> {
    return this.#inRoom(options, (room, more) => room.stage.invite(who, more));
  }

  stageAnswerInvite(accept: boolean, options: Cancellable = {}): Promise<void> {
    return this.#inRoom(options, (room, more) => room.stage.answerInvite(accept, more));
  }

  stageLeave(who?: Who, options: Cancellable = {}): Promise<void> {
    return this.#inRoom(options, (room, more) => room.stage.leave(who, more));
  }

  muteMember(who: Who, source: Source, muted = true, options: Cancellable = {}): Promise<void> {
    return this.#inRoom(options, (room, more) => room.mute(who, source, muted, more));
  }

  kickMember(who: Who, options: Answer & { readonly banS?: number } = {}): Promise<void> {
    return this.#inRoom(options, (room, more) => room.kick(who, { ...options, ...more }));
  }

  endRoom(options: Cancellable = {}): Promise<RoomSummary> {
    return this.#inRoom(options, (room, more) => room.end(more));
  }

  /** 8002, 1101, 1201; the stage's rules are the server's. */
  #inRoom<T>({ signal }: Cancellable, ask: (room: LiveRoom, more: { signal: AbortSignal }) => Promise<T>): Promise<T> {
    const { checks, operations, rooms } = this.core;
    const guards = (): void => {
      checks.alive();
      checks.avReady();
      checks.started();
      checks.roomEntered();
      checks.inBudget();
    };
    const work = async (wanted: AbortSignal): Promise<T> => {
      if (!rooms.here) throw refused('av', 1201, '', 'no room was entered');
      return ask(rooms.here, { signal: wanted });
    };
    return operations.make({ layer: 'facade', verb: 'ask', signal, guards, work });
  }

  #message(values: () => void, conversation: () => LiveConversation | undefined, elements: readonly Element[], { signal }: Cancellable): Promise<SentMessage> {
    const { checks, operations } = this.core;
    const guards = (): void => {
      checks.alive();
      values();
      checks.imLoaded();
      checks.loggedIn();
      checks.imLoggedIn();
      there().check();
      checks.inBudget();
    };
    const there = (): LiveConversation => {
      const found = conversation();
      if (!found) throw refused('ilive', 8003, 'no_room', 'there is no current room');
      return found;
    };
    return operations.make({ layer: 'facade', verb: 'message', signal, guards, work: (wanted) => there().deliver(elements, wanted) });
  }
}
