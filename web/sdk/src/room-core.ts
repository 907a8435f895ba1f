import { Cell } from './cell.js';
import { LiveConversation } from './conversation.js';
import { Emitter } from './emitter.js';
import type { EnterReply, Intent } from './entry.js';
import { IliveError, refused } from './errors.js';
import { GroupTip_Kind, type GroupTip } from './gen/ilive/v1/chat_pb.js';
import type { RoomState, RoomSummary as WireSummary } from './gen/ilive/v1/room_pb.js';
import { meAfterChange, meAfterEntry, meInState } from './me.js';
import type { Peer } from './peer.js';
import { RoomMedia } from './room-media.js';
import { Roster } from './roster.js';
import type { RoomWorld } from './room-world.js';
import { Seat } from './seat.js';
import type { Up } from './session.js';
import { SlotGrowth } from './slot-growth.js';
import { Slots } from './slots.js';
import { LiveStage } from './stage.js';
import { statsCell } from './stats-cell.js';
import { summaryFromWire } from './summary.js';
import type { RoleType, RoomId, TinyId, Who } from './types/ids.js';
import type { Me, RoomEvents, RoomSummary } from './types/room.js';
import { LiveViews, type Wanted } from './views.js';
import { errorFromWire, memberRef, sourceFromWire, sourceToWire, type EventBody } from './wire.js';

/** What is true in a room, and how it becomes so: entry, events, loss, return. What is done there is in `room.ts`. */
export class RoomCore {
  readonly events = new Emitter<RoomEvents>();
  readonly me: Cell<Me>;
  readonly slots = new Slots(() => this.views.handleChanged());
  readonly seat: Seat;
  readonly roster: Roster;
  readonly stage: LiveStage;
  readonly media: RoomMedia;
  readonly views: LiveViews;
  readonly chat: LiveConversation;
  readonly stats;
  protected roomToken = '';
  #peer: Peer | undefined;
  readonly #growth: SlotGrowth;
  #unfollow: () => void;

  constructor(
    readonly id: RoomId,
    protected readonly intent: Intent,
    protected readonly world: RoomWorld,
  ) {
    const { requests, identities } = world;
    this.me = new Cell<Me>({ tinyId: '0', ...world.login(), host: false, role: '', roleType: 'audience', rights: 0, mutedByHost: [] });
    const named = (tinyId: string) => identities.get(tinyId);
    this.roster = new Roster(() => this.me.value.tinyId, named, ({ kind, member }) => this.events.emit(`member-${kind}`, member));
    this.stage = new LiveStage({
      caller: requests,
      guard: (signal) => this.guardHere(signal),
      me: () => this.me.value,
      named,
      closeSources: () => this.media.closeSources(),
    });
    this.views = new LiveViews({
      slots: this.slots,
      guard: () => this.guardHere(),
      tinyIdOf: (who) => this.roster.find(who)?.tinyId ?? null,
      streamOf: (mid) => this.#peer?.streamOf(mid) ?? null,
      want: (wanted) => this.#want(wanted),
    });
    this.media = new RoomMedia(
      {
        ...world,
        caller: requests,
        guard: () => this.guardHere(),
        path: () => this.seat.path,
        ended: (device, source, error) => this.events.emit('source-ended', { device, source, ...(error && { error }) }),
      },
      this.slots,
      () => this.events.emit('audio-blocked', undefined),
    );
    this.chat = new LiveConversation({ room: id }, {
      caller: requests,
      operations: world.operations,
      newKey: world.newKey,
      me: () => ({ own: world.login().userId, nick: world.login().nick }),
      guard: () => this.guardChat(),
      delivered: (message) => this.events.emit('message', message),
      outbox: world.outbox,
    });
    this.views.auto(intent.autoViews);
    this.stats = statsCell(() => this.#peer, this.slots);
    this.seat = new Seat(() => this.intent, world, {
      entered: (reply, peer, again) => this.#handleEntered(reply, peer, again),
      grouped: ({ lastSeq }) => this.chat.handleEntered(Number(lastSeq)),
      reentered: () => this.media.republish(),
      gap: () => this.#read(),
      warn: (error) => this.events.emit('warning', error),
      lost: (error) => this.close(error.with({ delivery: 'event' })),
    });
    this.#growth = new SlotGrowth({
      path: () => this.seat.path,
      isConnected: () => this.seat.state.value.state === 'connected',
      wanted: () => (this.views.isAuto ? this.roster.picturesOfOthers() : this.views.count),
      failed: (error) => this.events.emit('warning', error),
    });
    this.#unfollow = identities.onKnown(() => this.#handleKnown());
    this.roster.members.subscribe(() => this.#handleMembers());
    this.seat.state.subscribe(() => this.#growth.handleChanged());
  }

  get isClosed(): boolean {
    return this.seat.state.value.state === 'closed';
  }

  handleUp(up: Up): void {
    this.seat.handleUp(up);
  }

  handleEvent(event: EventBody): void {
    switch (event.case) {
      case 'slotsChanged':
        return this.slots.handleChanged(event.value.slots);
      case 'groupTip':
        return this.#handleTip(event.value);
      case 'rightsChanged':
        this.#handleMe(meAfterChange(this.me.value, event.value));
        return this.events.emit('rights-changed', this.me.value);
      case 'privilegeDiff': {
        const source = sourceFromWire(event.value.source);
        return source === null ? undefined : this.events.emit('privilege-diff', { source });
      }
      case 'roomDisconnected':
        return this.#handleDisconnected(event.value.error && errorFromWire(event.value.error, 'event'), event.value.summary);
      default:
        this.roster.handleEvent(event);
        this.stage.handleEvent(event);
    }
  }

  close(error?: IliveError, summary?: RoomSummary): void {
    if (this.isClosed) return;
    void this.media.closeSources();
    this.media.audio.close();
    this.views.close();
    this.seat.close(error);
    this.chat.handleEnd(error);
    this.#unfollow();
    this.world.left();
    this.events.emit('closed', { ...(error && { error }), ...(summary && { summary }) });
  }

  /** The server has given this role. */
  protected handleRole(role: string, roleType: RoleType, rights: number): void {
    this.#handleMe({ ...this.me.value, role, roleType, rights });
  }

  /** Known by name: in the room's list, or from before. */
  tinyIdOf(userId: string): TinyId | null {
    return this.roster.find({ userId })?.tinyId ?? this.world.identities.tinyIdOf(userId);
  }

  /** By number where it is known. */
  protected known(who: Who): Who {
    const tinyId = 'tinyId' in who ? who.tinyId : this.tinyIdOf(who.userId);
    return tinyId === null ? who : { tinyId };
  }

  protected peerStream(mid: string): MediaStream | null {
    return this.#peer?.streamOf(mid) ?? null;
  }

  protected grow(): void {
    this.#growth.handleChanged();
  }

  protected guardHere(signal?: AbortSignal): void {
    if (signal?.aborted) throw refused('ilive', 8007, 'aborted', 'the call was given up before it began');
    if (this.isClosed) throw refused('av', 1201, 'left', `room ${this.id} has been left`);
  }

  protected guardChat(): void {
    this.world.guardMessages();
    if (this.isClosed) throw refused('ilive', 8003, 'left', `room ${this.id} has been left`);
  }

  #handleEntered(reply: EnterReply, peer: Peer, again: boolean): void {
    const login = this.world.login();
    this.#peer = peer;
    this.roomToken = reply.roomToken;
    this.world.identities.handleKnown(String(reply.tinyId), login);
    if (!again) this.world.entered();
    this.#handleMe(meAfterEntry(login, this.intent.role.name, reply));
    if (reply.state) this.#handleState(reply.state);
    this.media.audio.handlePeer(peer.pc, peer.audioMids.map((mid) => peer.streamOf(mid)));
    this.views.handleFresh();
  }

  #handleState(state: RoomState): void {
    this.roster.handleState(state);
    this.slots.handleAll(state.slots);
    this.stage.handleQueue(state.stageQueue);
    this.#handleMe(meInState(this.me.value, state));
  }

  #handleMe(me: Me): void {
    this.me.renew(me);
    this.media.handleMutedByHost(me.mutedByHost);
    this.stage.handleMe();
  }

  #handleKnown(): void {
    this.roster.handleKnown();
    this.stage.handleMe();
    this.views.handleChanged();
  }

  #handleMembers(): void {
    this.views.handleChanged();
    this.#growth.handleChanged();
  }

  /** Events were lost: what is true now is read. */
  async #read(): Promise<void> {
    const state = await this.world.requests.call('roomRead', {}, { inRoom: true });
    this.#handleState(state);
    this.chat.handleGap();
    this.views.handleFresh();
  }

  #want({ auto, views }: Wanted): void {
    // Before the entry there is nobody to tell; with it all is told anew.
    if (this.isClosed || !this.#peer) return;
    const wire = views.map(({ tinyId, source, height }) => ({ member: memberRef({ tinyId }), source: sourceToWire(source), height }));
    // A view of somebody who has just left: the news of it is on its way, and the views are told again then.
    this.world.requests.call('setViews', { auto, views: wire }, { inRoom: true }).catch(() => undefined);
    this.#growth.handleChanged();
  }

  #handleTip({ kind, member }: GroupTip): void {
    if (!member) return;
    const viewer = { userId: member.userId, nick: member.nick, host: member.host };
    if (kind === GroupTip_Kind.JOINED) this.events.emit('viewer-joined', viewer);
    if (kind === GroupTip_Kind.LEFT || kind === GroupTip_Kind.KICKED) this.events.emit('viewer-left', viewer);
  }

  #handleDisconnected(error: IliveError | undefined, summary: WireSummary | undefined): void {
    if (this.seat.state.value.state === 'connecting') return this.seat.handlePutOut(error ?? new IliveError('av', 1005, { subReason: 'seat_lost' }));
    // The seat was lost to silence, and the link is there again: back in.
    if (error?.code === 1005) {
      this.events.emit('warning', error);
      return this.seat.reenter();
    }
    this.close(error, summary && summaryFromWire(summary));
  }
}
