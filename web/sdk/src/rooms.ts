import { Cell } from './cell.js';
import type { Checks } from './checks.js';
import type { Config } from './config.js';
import type { Intent } from './entry.js';
import { IliveError, refused } from './errors.js';
import { needOptions, needRoomId, needText } from './guards.js';
import { TITLE_MAX_CHARS } from './limits.gen.js';
import type { Layer, Operations, Verb } from './operations.js';
import { Rights } from './rights.js';
import type { Roles } from './roles.js';
import { LiveRoom } from './room.js';
import type { RoomWorld } from './room-world.js';
import type { CreateOptions, JoinOptions, Rooms } from './types/client.js';
import type { Role, RoomId } from './types/ids.js';
import type { AvEnterOptions, RoomState } from './types/layers.js';
import type { Cancellable } from './types/observable.js';
import type { Room } from './types/room.js';
import { RoomLinks } from './room-links.js';

export interface RoomsWorld {
  readonly operations: Operations;
  readonly checks: Checks;
  readonly config: Config;
  readonly roles: Roles;
  /** A room that is about to be entered. */
  readonly made: (room: LiveRoom) => void;
  /** What a room needs of the login. */
  readonly room: () => Omit<RoomWorld, 'entered' | 'left' | 'changeRole'>;
}

/** What is asked for, before the role's type is known. */
type Wish = Omit<Intent, 'role'> & { readonly role: Role; readonly pair?: boolean };

const STATES: Readonly<Partial<Record<Verb, RoomState>>> = { enter: 'ROOM_STATE_ENTERING', exit: 'ROOM_STATE_EXITING', switch: 'ROOM_STATE_SWITCHING' };

/** Ways into rooms and out of them, one at a time, for both layers. */
export class LiveRooms implements Rooms {
  readonly current = new Cell<Room | null>(null);
  readonly links: RoomLinks;
  /** Whose events come: the room that was entered last, from the server's answer on. */
  #active: LiveRoom | null = null;

  constructor(private readonly world: RoomsWorld) {
    this.links = new RoomLinks(world, () => this.here);
  }

  get active(): LiveRoom | null {
    return this.#active;
  }

  get state(): RoomState {
    const moving = this.world.operations.busy('enter')?.verb;
    return (moving && STATES[moving]) ?? (this.current.value ? 'ROOM_STATE_ENTERED' : 'ROOM_STATE_EXITED');
  }

  create(id: RoomId, options: CreateOptions): Promise<Room> {
    const check = (): void => {
      needOptions(options);
      needRoomId(id);
      needText('title', options.title, 0, TITLE_MAX_CHARS);
      const { rights = 0 } = options;
      if (rights !== 0 && (rights & Rights.create) === 0) throw refused('ilive', 8021, 'no_create_bit', 'the rights asked for lack CREATE');
    };
    return this.#enterAtFacade(check, () => wishOf(id, { role: 'host', ...options }, true, options.title), options?.signal);
  }

  join(id: RoomId, options: JoinOptions): Promise<Room> {
    return this.#enterAtFacade(() => checkJoin(id, options), () => wishOf(id, options), options?.signal);
  }

  switch(id: RoomId, options: JoinOptions): Promise<Room> {
    const { checks, config } = this.world;
    const guards = (): void => {
      checks.alive();
      checkJoin(id, options);
      if (this.here?.me.value.host) throw refused('ilive', 8023, 'host', 'a host cannot switch away from its own room');
      checks.avReady();
      checks.notBusy('switch');
      checks.inRoom();
      if (!config.rawCodes && this.here?.id === id) throw refused('ilive', 8024, 'same_room', `room ${id} is the current one`);
    };
    return this.#go('facade', 'switch', guards, () => wishOf(id, { ...options, create: false }), options?.signal);
  }

  /** The AV layer's entry: the room without its chat. */
  enterAv(options: AvEnterOptions): Promise<Room> {
    return this.#go('av', 'enter', () => this.#checkAv(options), () => wishOfAv(options), options.signal);
  }

  switchAv(options: AvEnterOptions): Promise<Room> {
    return this.#go('av', 'switch', () => this.#checkAv(options), () => wishOfAv(options), options.signal);
  }

  /** Out of a room the façade succeeds and the AV layer says 1003. */
  exit(layer: Layer, { cancelPending = false, signal }: Cancellable & { readonly cancelPending?: boolean } = {}): Promise<void> {
    const { operations, checks } = this.world;
    const guards = (): void => {
      if (layer === 'facade') {
        checks.alive();
        checks.avReady();
        if (!cancelPending) checks.notBusy('exit');
      }
      checks.started();
      if (cancelPending) operations.busy('exit')?.giveUp(new IliveError('ilive', 8007, { subReason: 'left' }));
      checks.free('exit');
      if (layer === 'av' && !this.here) throw refused('av', 1003, 'closed', 'no room was entered');
    };
    return operations.make({ layer, verb: 'exit', signal, guards, work: async () => this.here?.exit() });
  }

  changeRole(layer: Layer, role: Role, { roomKey = '', signal }: Cancellable & { readonly roomKey?: string } = {}): Promise<void> {
    const { operations, checks, config, roles } = this.world;
    // With a key it is never the same: the rights may be others.
    const same = (): boolean => roomKey === '' && (this.here?.hasRole(role) ?? false);
    const guards = (): void => {
      if (layer === 'facade') {
        checks.alive();
        checks.avReady();
        checks.notBusy('change_role');
        checks.inRoom();
        if (!config.rawCodes && same()) throw refused('ilive', 8024, 'same_role', 'this role is had already');
      }
      checks.started();
      checks.free('change_role');
      if (same()) throw refused('av', 1003, '', 'this role is had already');
      checks.roomEntered();
      roles.resolve(role);
    };
    const work = async (wanted: AbortSignal): Promise<void> => this.here?.askRole(roles.resolve(role), roomKey, wanted);
    return operations.make({ layer, verb: 'change_role', signal, guards, work });
  }

  /** The room that was entered and not left. */
  get here(): LiveRoom | null {
    return this.current.value === null ? null : (this.current.value as LiveRoom);
  }

  #enterAtFacade(check: () => void, wish: () => Wish, signal: AbortSignal | undefined): Promise<Room> {
    const { checks } = this.world;
    const guards = (): void => {
      checks.alive();
      check();
      checks.avReady();
      checks.notBusy('enter');
      checks.inNoRoom(wish().id);
    };
    return this.#go('facade', 'enter', guards, wish, signal);
  }

  /** 1101 before 1004: a bad room is an argument of the AV layer here. */
  #checkAv({ room }: AvEnterOptions): void {
    this.world.checks.started();
    try {
      needRoomId(room);
    } catch (cause) {
      throw refused('av', 1004, '', cause instanceof Error ? cause.message : String(cause));
    }
  }

  /** Both layers, both verbs: what the AV layer checks, then the way in. */
  #go(layer: Layer, verb: 'enter' | 'switch', first: () => void, wish: () => Wish, signal: AbortSignal | undefined): Promise<Room> {
    const { operations, checks, roles } = this.world;
    const old = verb === 'switch' ? this.here : null;
    let room: LiveRoom | undefined;
    const guards = (): void => {
      first();
      checks.started();
      checks.free(verb);
      const { id, role, pair } = wish();
      const wrong = verb === 'enter' ? this.here !== null : this.here?.id === id;
      if (wrong) throw refused('av', 1003, '', `in room ${String(this.here?.id)} already`);
      if (verb === 'enter') checks.testStopped();
      else checks.roomEntered();
      if (pair) throw refused('av', 1006, '', 'rooms of two are not built: use multi');
      roles.resolve(role);
    };
    const work = (wanted: AbortSignal): Promise<Room> => {
      room = this.#make(wish());
      return this.#enter(room, wanted, old);
    };
    const failed = (error: IliveError): IliveError => {
      if (!old) return error;
      return error.with({ oldRoom: old.isClosed || room?.seat.mayBeIn ? 'left' : 'kept' });
    };
    return operations.make({ layer, verb, signal, guards, work, failed });
  }

  #make({ pair: _, role, ...wish }: Wish): LiveRoom {
    const intent: Intent = { ...wish, role: this.world.roles.resolve(role), withChat: wish.withChat && this.world.config.imSupport };
    const room: LiveRoom = new LiveRoom(intent.id, intent, {
      ...this.world.room(),
      entered: () => (this.#active = room),
      left: () => this.#handleLeft(room),
      changeRole: (role, options) => this.changeRole('facade', role, options),
    });
    this.world.made(room);
    return room;
  }

  async #enter(room: LiveRoom, signal: AbortSignal, from: LiveRoom | null): Promise<Room> {
    from?.handleSwitch('begun');
    try {
      await room.seat.enter(signal, from?.id ?? null);
    } catch (thrown) {
      room.close();
      from?.handleSwitch(room.seat.mayBeIn ? 'left' : 'kept');
      if (room.seat.mayBeIn) from?.close();
      throw thrown;
    }
    from?.handleSwitch('left');
    from?.close();
    this.#active = room;
    this.current.set(room);
    return room;
  }

  #handleLeft(room: LiveRoom): void {
    if (this.#active === room) this.#active = null;
    if (this.current.value !== room) return;
    this.current.set(null);
    this.links.handleLeft();
  }
}

function checkJoin(id: RoomId, options: JoinOptions): void {
  needOptions(options);
  needRoomId(id);
}

function wishOf(id: RoomId, options: JoinOptions, exclusive = false, title = ''): Wish {
  const { role, roomKey = '', create = exclusive, rights = 0, withoutChat = false, autoViews = true } = options;
  return { id, role, create, exclusive, title, roomKey, rights, withChat: !withoutChat, autoViews };
}

function wishOfAv({ room, type = 'multi', role = '', roomKey = '', rights = 0, create = true, autoViews = false }: AvEnterOptions): Wish {
  return { id: room, pair: type === 'pair', role: { name: role }, create, exclusive: false, title: '', roomKey, rights, withChat: false, autoViews };
}
