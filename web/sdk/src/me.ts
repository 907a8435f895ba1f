import type { EnterReply } from './entry.js';
import type { RightsChanged, RoomState } from './gen/ilive/v1/room_pb.js';
import type { Me } from './types/room.js';
import { roleFromWire, sourcesFromWire } from './wire.js';

/** Who somebody is, and what became of the wish for a role: members of the stage are listed with theirs, others watch. */
export function meAfterEntry(login: { userId: string; nick: string }, role: string, reply: EnterReply): Me {
  const tinyId = String(reply.tinyId);
  const me = { tinyId, userId: login.userId, nick: login.nick, rights: reply.rights, host: reply.state?.hostTinyId === reply.tinyId };
  const watching: Me = { ...me, role, roleType: 'audience', mutedByHost: [] };
  return reply.state ? meInState(watching, reply.state) : watching;
}

/** What a snapshot says of this user. */
export function meInState(me: Me, state: RoomState): Me {
  const own = state.members.find((member) => String(member.tinyId) === me.tinyId);
  if (!own) return me;
  return { ...me, role: own.role, roleType: roleFromWire(own.roleType), mutedByHost: sourcesFromWire(own.mutedByHost) };
}

export function meAfterChange(me: Me, event: RightsChanged): Me {
  const { role, rights } = event;
  return { ...me, role, rights, roleType: roleFromWire(event.roleType), mutedByHost: sourcesFromWire(event.mutedByHost) };
}
