import type { Member, StageEntry, Viewer, Who } from '@ilive/client';

/** Somebody in the room, whatever they do there. */
export interface Person {
  key: string;
  /** Empty for the moment until it is known. */
  userId: string;
  nick: string;
  host: boolean;
  own: boolean;
  /** Set while on stage or sending. */
  member: Member | null;
  /** Set while the hand is raised. */
  waiting: StageEntry | null;
}

/** Everybody once: the host, who is on stage, who waits, then who watches, in the order of the lists. */
export function peopleOf(viewers: readonly Viewer[], members: readonly Member[], queue: readonly StageEntry[], ownUserId: string): Person[] {
  const people = new Map<string, Person>();
  for (const member of members) {
    const key = member.userId ?? `#${member.tinyId}`;
    const nick = member.nick || member.userId || '…';
    people.set(key, { key, userId: member.userId ?? '', nick, host: member.host, own: member.own, member, waiting: null });
  }
  for (const waiting of queue) {
    const key = waiting.userId ?? `#${waiting.tinyId}`;
    const before = people.get(key);
    const nick = waiting.nick || waiting.userId || '…';
    people.set(key, before ? { ...before, waiting } : { key, userId: waiting.userId ?? '', nick, host: false, own: key === ownUserId, member: null, waiting });
  }
  for (const { userId, nick, host } of viewers) {
    if (people.has(userId)) continue;
    people.set(userId, { key: userId, userId, nick: nick || userId, host, own: userId === ownUserId, member: null, waiting: null });
  }
  const rank = (person: Person) => (person.host ? 0 : person.member ? 1 : person.waiting ? 2 : 3);
  return [...people.values()].toSorted((a, b) => rank(a) - rank(b));
}

/** What the host is called: by user id where there is no nickname, as an encoder has none. Empty while not on stage or not known. */
export function hostNameIn(members: readonly Member[]): string {
  const host = members.find((member) => member.host);
  return host?.nick || host?.userId || '';
}

/** How the SDK wants a person named. */
export function whoIs(person: Person): Who {
  const tinyId = person.member?.tinyId ?? person.waiting?.tinyId;
  return tinyId === undefined ? { userId: person.userId } : { tinyId };
}

/** The list with one more in front, or moved there. */
export function withViewer(viewers: readonly Viewer[], viewer: Viewer): Viewer[] {
  return [viewer, ...withoutViewer(viewers, viewer.userId)];
}

export function withoutViewer(viewers: readonly Viewer[], userId: string): Viewer[] {
  return viewers.filter((one) => one.userId !== userId);
}
