import { badArgument } from '../device-checks.js';
import { IliveError, asIliveError } from '../errors.js';
import { InviteEnd } from '../gen/ilive/v1/call_pb.js';
import { needRoomId, needUserId } from '../guards.js';
import { ask, idFrom, rungOutMs, type SignallingWorld } from '../signalling.js';
import type { RoomId } from '../types/ids.js';
import type { IliveEvent } from '../types/layers.js';
import type { Cancellable } from '../types/observable.js';
import { roomFromWire, roomRef, type EventBody } from '../wire.js';

type How = Extract<IliveEvent, { readonly name: 'on_invitation_ended' }>['how'];
type Answer = 'accept_invite' | 'refuse_invite' | 'cancel_invite';

const REQUESTS = { accept_invite: 'acceptInvite', refuse_invite: 'refuseInvite', cancel_invite: 'cancelInvite' } as const;
/** What could not be done, with the reason nested; taking one's own back has no code of its own. */
const CODES = { invite: 1801, accept_invite: 1802, refuse_invite: 1803, cancel_invite: null } as const;
const ENDS: Readonly<Record<number, How>> = { [InviteEnd.REFUSED]: 'refused', [InviteEnd.CANCELLED]: 'cancelled', [InviteEnd.LEFT]: 'left', [InviteEnd.ANSWERED]: 'answered' };
/** Invitations that may stand at a time: a flood of them is dropped. */
const INCOMING_MAX = 64;

type Timer = ReturnType<typeof setTimeout>;

/** Invitations (C.8): one of one's own at a time, and those that have come in. The server knows whether one still stands. */
export class Invitations {
  #own: string | null = null;
  /** All that stand, each until it counts as timed out. */
  #standing = new Map<string, Timer>();

  constructor(private readonly world: SignallingWorld) {}

  /** 1101, 1004, 1001, 1002; the rest is in the completion. */
  invite(userId: string, room: RoomId, { signal }: Cancellable = {}): Promise<string> {
    const { operations, checks, config } = this.world;
    const guards = (): void => {
      checks.started();
      this.#checkInvited(userId, room);
      checks.free('invite');
    };
    const work = async (wanted: AbortSignal): Promise<string> => {
      if (this.#own !== null) throw new IliveError('av', 1801, { subReason: 'in_invitation', message: `invitation ${this.#own} still stands: cancel it first` });
      const asked = ask(this.world, 'invite', { userId, room: roomRef(room), ringMs: config.timers.ring }, {}).then(({ inviteId }) => String(inviteId));
      const id = await asked.catch((thrown: unknown) => fail(1801, thrown));
      // Given up before its id was known: taken back now that it is.
      if (wanted.aborted) void ask(this.world, 'cancelInvite', { inviteId: BigInt(id) }, {}).catch(() => undefined);
      else this.#stands((this.#own = id));
      return id;
    };
    return operations.make({ layer: 'av', verb: 'invite', signal, guards, work });
  }

  answer(verb: Answer, id: string, { signal }: Cancellable = {}): Promise<void> {
    const { operations, checks } = this.world;
    const guards = (): void => {
      checks.started();
      checks.free(verb);
    };
    const work = async (wanted: AbortSignal): Promise<void> => {
      try {
        await ask(this.world, REQUESTS[verb], { inviteId: idFrom(id) }, { signal: wanted });
      } catch (thrown) {
        fail(CODES[verb], thrown);
      } finally {
        // Whatever was said: it stands no longer.
        this.#over(id);
      }
    };
    return operations.make({ layer: 'av', verb, signal, guards, work });
  }

  /** Whether this event was an invitation's. */
  handleEvent(event: EventBody): boolean {
    switch (event.case) {
      case 'inviteArrived': {
        const { inviteId, userId: from, room } = event.value;
        const id = String(inviteId);
        if (this.#standing.size >= INCOMING_MAX) return true;
        this.#stands(id);
        this.world.emit({ name: 'on_invitation', invitation: { id, from, room: roomFromWire(room) ?? 0 } });
        return true;
      }
      case 'inviteAccepted': {
        const id = String(event.value.inviteId);
        this.#over(id);
        this.world.emit({ name: 'on_invitation_accepted', id });
        return true;
      }
      case 'inviteEnded':
        this.#ended(String(event.value.inviteId), ENDS[event.value.how] ?? 'timed_out');
        return true;
      default:
        return false;
    }
  }

  reset(): void {
    for (const id of [...this.#standing.keys()]) this.#over(id);
  }

  #checkInvited(userId: string, room: RoomId): void {
    try {
      needUserId(userId);
      needRoomId(room);
    } catch (thrown) {
      throw badArgument(asIliveError(thrown).message);
    }
    if (this.world.client()?.userId === userId) throw badArgument('one cannot invite oneself');
  }

  #stands(id: string): void {
    clearTimeout(this.#standing.get(id));
    this.#standing.set(id, setTimeout(() => this.#ended(id, 'timed_out'), rungOutMs(this.world.config.timers)));
  }

  #ended(id: string, how: How): void {
    this.#over(id);
    this.world.emit({ name: 'on_invitation_ended', id, how });
  }

  #over(id: string): void {
    clearTimeout(this.#standing.get(id));
    this.#standing.delete(id);
    if (this.#own === id) this.#own = null;
  }
}

function fail(code: number | null, thrown: unknown): never {
  const cause = asIliveError(thrown);
  if (code === null || cause.code === 8007) throw cause;
  const { message, traceId, raisedBy } = cause;
  throw new IliveError('av', code, { subReason: cause.subReason, message, traceId, raisedBy, cause });
}
