import { Cell } from './cell.js';
import type { Intent } from './entry.js';
import { asIliveError, refused } from './errors.js';
import { OperationClass, needOptions, needRoomId, needText } from './guards.js';
import { TITLE_MAX_CHARS } from './limits.gen.js';
import { Rights } from './rights.js';
import { LiveRoom } from './room.js';
import type { RoomWorld } from './room-core.js';
import type { CreateOptions, JoinOptions, Rooms } from './types/client.js';
import type { RoomId } from './types/ids.js';
import type { Room } from './types/room.js';

export type RoomsWorld = Omit<RoomWorld, 'entered' | 'left'> & {
  /** Refuses with 8002 when the login has ended. */
  readonly guard: () => void;
};

/** Ways into rooms, one at a time. */
export class LiveRooms implements Rooms {
  readonly current = new Cell<Room | null>(null);
  /** Whose events come: the room that was entered last, from the server's answer on. */
  #active: LiveRoom | null = null;
  readonly #operations = new OperationClass();

  constructor(private readonly world: RoomsWorld) {}

  get active(): LiveRoom | null {
    return this.#active;
  }

  async create(id: RoomId, options: CreateOptions): Promise<Room> {
    needOptions(options);
    needRoomId(id);
    needText('title', options.title, 1, TITLE_MAX_CHARS);
    const { title, role = 'host', roomKey = '', rights = 0, withoutChat = false, signal } = options;
    if (rights !== 0 && (rights & Rights.create) === 0) throw refused('ilive', 8021, 'no_create_bit', 'the rights asked for lack CREATE');
    this.#mayEnter('create', id, signal);
    const intent: Intent = { id, role, create: true, exclusive: true, title, roomKey, rights, withChat: !withoutChat };
    return this.#operations.run('create', () => this.#enter(intent, signal));
  }

  async join(id: RoomId, options: JoinOptions): Promise<Room> {
    needOptions(options);
    needRoomId(id);
    this.#mayEnter('join', id, options.signal);
    return this.#operations.run('join', () => this.#enter(intentOf(id, options), options.signal));
  }

  async switch(id: RoomId, options: JoinOptions): Promise<Room> {
    const old = this.#active;
    try {
      return await this.#switch(id, options, old);
    } catch (thrown) {
      const error = asIliveError(thrown);
      throw old ? error.with({ oldRoom: old.isClosed ? 'left' : 'kept' }) : error;
    }
  }

  async #switch(id: RoomId, options: JoinOptions, old: LiveRoom | null): Promise<Room> {
    needOptions(options);
    needRoomId(id);
    this.world.guard();
    this.#operations.check('switch', options.signal);
    if (!old) throw refused('ilive', 8003, 'no_room', 'there is no room to switch from');
    if (old.id === id) throw refused('ilive', 8024, 'same_room', `room ${id} is the current one`);
    if (old.me.value.host) throw refused('ilive', 8023, 'host', 'a host cannot switch away from its own room');
    return this.#operations.run('switch', () => this.#enter(intentOf(id, options), options.signal, old));
  }

  #mayEnter(name: string, id: RoomId, signal: AbortSignal | undefined): void {
    this.world.guard();
    this.#operations.check(name, signal);
    const active = this.#active;
    if (active) throw refused('ilive', active.id === id ? 8024 : 8010, active.id === id ? 'same_room' : 'in_other_room', `in room ${active.id}`);
  }

  async #enter(intent: Intent, signal: AbortSignal | undefined, from: LiveRoom | null = null): Promise<Room> {
    const room: LiveRoom = new LiveRoom(intent.id, intent, {
      ...this.world,
      entered: () => (this.#active = room),
      left: () => this.#handleLeft(room),
    });
    try {
      await room.seat.enter(signal, from?.id ?? null);
    } catch (thrown) {
      const left = this.#active === room && from;
      room.close();
      if (left) from.close();
      throw thrown;
    }
    from?.close();
    this.#active = room;
    this.current.set(room);
    return room;
  }

  #handleLeft(room: LiveRoom): void {
    if (this.#active === room) this.#active = null;
    if (this.current.value === room) this.current.set(null);
  }
}

function intentOf(id: RoomId, options: JoinOptions): Intent {
  const { role, roomKey = '', create = false, rights = 0, withoutChat = false } = options;
  return { id, role, create, exclusive: false, title: '', roomKey, rights, withChat: !withoutChat };
}
