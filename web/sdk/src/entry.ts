import { IliveError, asIliveError } from './errors.js';
import type { OfferInit } from './peer.js';
import type { Caller } from './requests.js';
import type { Timers } from './timers.js';
import type { NamedRole } from './roles.js';
import type { RoomId } from './types/ids.js';
import { roleToWire, roomRef, type ReplyValue } from './wire.js';

/** What a room is entered with; kept, so that it can be entered again. */
export interface Intent {
  readonly id: RoomId;
  readonly role: NamedRole;
  readonly create: boolean;
  /** A room of somebody else is refused (10003 `room_taken`). */
  readonly exclusive: boolean;
  readonly title: string;
  readonly roomKey: string;
  readonly rights: number;
  readonly withChat: boolean;
  /** See everybody who sends, as many as there are slots, without asking for each. */
  readonly autoViews: boolean;
}

export interface EntryWorld {
  readonly caller: Caller;
  readonly timers: () => Timers;
  /** Whether the server may have let this user in: from the question on, until it says no. */
  readonly mayBeIn: (may: boolean) => void;
}

export type EnterReply = ReplyValue<'roomEnter'>;
export type GroupReply = ReplyValue<'groupJoin'>;

/** A member of the group already: no failure (contract of the chat, 10013). */
const ALREADY_MEMBER = 10_013;

/** Where the room is served. */
async function locate({ caller, timers }: EntryWorld, id: RoomId): Promise<void> {
  const silence = (): IliveError => new IliveError('av', 10004, { subReason: 'no_answer' });
  const { url } = await caller.call('roomLocate', { room: roomRef(id) }, { deadlineMs: timers().locate, silence });
  // Rooms are served by the node that is asked; another one's address is of a later protocol.
  if (url !== '') throw new IliveError('av', 10004, { subReason: 'other_node', message: `room ${id} is served by ${url}` });
}

/**
 * Enters the AV room and, beside it, its chat group. AV decides: when it fails, its code is the answer, whatever the group says.
 *
 * @param offer is being made while the room is located.
 * @param connect takes the server's answer; done when sound and picture can flow.
 */
export async function enter(
  world: EntryWorld,
  intent: Intent,
  offer: Promise<OfferInit>,
  switchFrom: RoomId | null,
  connect: (reply: EnterReply) => Promise<void>,
): Promise<GroupReply | null> {
  const { caller, timers } = world;
  const [made] = await Promise.all([offer, locate(world, intent.id)]);
  const room = roomRef(intent.id);
  world.mayBeIn(true);
  const entry = caller.call(
    'roomEnter',
    {
      room,
      create: intent.create,
      exclusive: intent.exclusive,
      ...roleToWire(intent.role),
      privateMapKey: intent.roomKey,
      rightsAsked: intent.rights,
      offer: made,
      info: { title: intent.title },
      ...(switchFrom !== null && { switchFrom: roomRef(switchFrom) }),
    },
    { deadlineMs: timers().enter },
  );
  const group = intent.withChat ? joinGroup(caller, intent) : Promise.resolve(null);
  // Whether it failed is asked only once AV has answered.
  group.catch(() => undefined);
  try {
    const reply = await entry.catch((thrown: unknown) => {
      if (asIliveError(thrown).raisedBy === 'server') world.mayBeIn(false);
      throw thrown;
    });
    await connect(reply);
  } catch (thrown) {
    // The group is left again, whenever its answer comes.
    void group.then((joined) => joined && caller.call('groupLeave', { room })).catch(() => undefined);
    throw thrown;
  }
  return await group;
}

async function joinGroup(caller: Caller, intent: Intent): Promise<GroupReply> {
  const silence = (): IliveError => new IliveError('im', 6012, { subReason: 'no_answer' });
  const room = roomRef(intent.id);
  try {
    return await caller.call('groupJoin', { room, create: intent.create, privateMapKey: intent.roomKey }, { silence });
  } catch (thrown) {
    const error = asIliveError(thrown);
    if (error.code === ALREADY_MEMBER) return { lastSeq: 0n, epoch: 0, people: 0, already: true } as GroupReply;
    throw error;
  }
}
