import { refused } from './errors.js';
import { needRoomId, needUserId } from './guards.js';
import type { Checks } from './checks.js';
import type { Operations } from './operations.js';
import type { LiveRoom } from './room.js';
import type { LinkOptions } from './types/client.js';
import type { RoomId } from './types/ids.js';
import type { Cancellable } from './types/observable.js';
import { roomRef } from './wire.js';

/** Links of the current room with others, and what is pushed and recorded of it: asked of the server, answered by it. */
export class RoomLinks {
  /** What this session has linked; `1` and `"1"` are two rooms. */
  #linked = new Set<RoomId>();

  constructor(
    private readonly world: { readonly operations: Operations; readonly checks: Checks },
    private readonly here: () => LiveRoom | null,
  ) {}

  link({ room, userId, roomKey = '', signal }: LinkOptions): Promise<void> {
    const { operations, checks } = this.world;
    const guards = (): void => {
      checks.alive();
      needRoomId(room);
      needUserId(userId);
      const own = this.here();
      if (own && (own.id === room || own.me.value.userId === userId)) throw refused('ilive', 8021, 'self_link', 'a link leads to another room and another user');
      checks.avReady();
      checks.inRoom();
      checks.roomEntered();
      if (this.#linked.has(room)) throw refused('ilive', 8004, 'linked', `room ${room} is linked already`);
      checks.inBudget();
    };
    const work = async (wanted: AbortSignal): Promise<void> => {
      await this.here()?.ask('linkRoom', { room: roomRef(room), userId, linkKey: roomKey }, wanted);
      this.#linked.add(room);
    };
    return operations.make({ layer: 'facade', verb: 'ask', signal, guards, work });
  }

  unlink({ signal }: Cancellable = {}): Promise<void> {
    const { operations, checks } = this.world;
    const guards = (): void => {
      checks.alive();
      checks.avReady();
      checks.inRoom();
      checks.roomEntered();
      checks.inBudget();
    };
    const work = async (wanted: AbortSignal): Promise<void> => {
      await this.here()?.ask('unlinkRoom', {}, wanted);
      this.#linked.clear();
    };
    return operations.make({ layer: 'facade', verb: 'ask', signal, guards, work });
  }

  /** Push to other services, or recording on the server, on or off (B.7). */
  serve(what: 'push' | 'record', on: boolean, { signal }: Cancellable = {}): Promise<void> {
    const { operations, checks } = this.world;
    const guards = (): void => {
      checks.alive();
      checks.loggedIn();
      checks.inRoom();
      checks.imLoggedIn();
      checks.inBudget();
    };
    const work = async (wanted: AbortSignal): Promise<void> => this.here()?.ask(what, { on }, wanted);
    return operations.make({ layer: 'facade', verb: 'ask', signal, guards, work });
  }

  handleLeft(): void {
    this.#linked.clear();
  }
}
