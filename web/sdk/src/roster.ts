import { Cell } from './cell.js';
import { MemberKind, UplinkKind, type Member as WireMember, type MemberGone, type PeopleChanged, type RoomInfoChanged, type RoomState } from './gen/ilive/v1/room_pb.js';
import type { Identity } from './identities.js';
import type { Source, TinyId, Who } from './types/ids.js';
import type { Member, People, RoomInfo, Uplink } from './types/room.js';
import { roleFromWire, sourceFromWire, sourcesFromWire, type EventBody } from './wire.js';

/** What became of one member. */
export type RosterChange =
  | { readonly kind: 'joined' | 'changed' | 'left'; readonly member: Member };

const MEMBER_KINDS: Readonly<Record<number, Member['kind']>> = { [MemberKind.WHIP]: 'whip', [MemberKind.WHEP]: 'whep', [MemberKind.BOT]: 'bot' };
const UPLINK_KINDS: Readonly<Record<number, Uplink['kind']>> = {
  [UplinkKind.MICROPHONE]: 'microphone',
  [UplinkKind.CAMERA]: 'camera',
  [UplinkKind.EXTERNAL]: 'external',
  [UplinkKind.SCREEN]: 'screen',
  [UplinkKind.FILE]: 'file',
};

/** Who is on stage or sends, and how many are there: a snapshot, kept true by events of a higher version. */
export class Roster {
  readonly members = new Cell<readonly Member[]>([]);
  readonly people = new Cell<People>({ count: 0, hostPresent: false });
  readonly info = new Cell<RoomInfo>({ title: '', createdAtMs: 0 });
  #wire = new Map<TinyId, WireMember>();
  #version = 0n;
  #hostId: TinyId = '0';

  /** @param named who is behind a tiny id, null while it is not known. */
  constructor(
    private readonly ownId: () => TinyId,
    private readonly named: (tinyId: TinyId) => Identity | null,
    private readonly changed: (change: RosterChange) => void,
  ) {}

  get hostId(): TinyId {
    return this.#hostId;
  }

  handleState(state: RoomState): void {
    this.#version = state.version;
    this.#hostId = String(state.hostTinyId);
    this.#wire = new Map(state.members.map((member) => [String(member.tinyId), member]));
    this.people.renew({ count: state.people, hostPresent: state.hostPresent });
    this.info.renew({ title: state.info?.title ?? '', createdAtMs: Number(state.createdAtMs) });
    this.#publish();
  }

  /** What is news of members; anything else is nothing here. */
  handleEvent(event: EventBody): void {
    if (event.case === 'memberChanged') this.handleMember(event.value.member, event.value.version);
    if (event.case === 'memberGone') this.handleGone(event.value);
    if (event.case === 'peopleChanged') this.handlePeople(event.value);
    if (event.case === 'roomInfoChanged') this.handleInfo(event.value);
  }

  handleMember(member: WireMember | undefined, version: bigint): void {
    if (!member || !this.#newer(version)) return;
    this.#wire.set(String(member.tinyId), member);
    this.#publish();
  }

  handleGone(gone: MemberGone): void {
    if (this.#newer(gone.version) && this.#wire.delete(String(gone.tinyId))) this.#publish();
  }

  handlePeople(event: PeopleChanged): void {
    if (this.#newer(event.version)) this.people.renew({ count: event.people, hostPresent: event.hostPresent });
  }

  handleInfo(event: RoomInfoChanged): void {
    if (this.#newer(event.version)) this.info.renew({ ...this.info.value, title: event.info?.title ?? '' });
  }

  /** More names are known. */
  handleKnown(): void {
    this.#publish();
  }

  find(who: Who): Member | undefined {
    const same = 'tinyId' in who ? (m: Member) => m.tinyId === who.tinyId : (m: Member) => m.userId === who.userId;
    return this.members.value.find(same);
  }

  /** How many pictures others send. */
  picturesOfOthers(): number {
    const others = this.members.value.filter((member) => !member.own);
    return others.flatMap((member) => member.uplinks).filter((uplink) => uplink.source !== 'audio').length;
  }

  #newer(version: bigint): boolean {
    if (version <= this.#version) return false;
    this.#version = version;
    return true;
  }

  #publish(): void {
    const before = new Map(this.members.value.map((member) => [member.tinyId, member]));
    const all = [...this.#wire.values()].map((wire) => keep(before.get(String(wire.tinyId)), this.#member(wire)));
    const members = [...all.filter((member) => member.host), ...all.filter((member) => !member.host)];
    const same = members.length === before.size && members.every((member, at) => member === this.members.value[at]);
    if (same) return;
    this.members.set(members);
    for (const member of members) {
      const old = before.get(member.tinyId);
      before.delete(member.tinyId);
      if (old !== member) this.changed({ kind: old ? 'changed' : 'joined', member });
    }
    for (const member of before.values()) this.changed({ kind: 'left', member });
  }

  #member(wire: WireMember): Member {
    const tinyId = String(wire.tinyId);
    const identity = this.named(tinyId);
    const mutedByHost = sourcesFromWire(wire.mutedByHost);
    return {
      tinyId,
      userId: identity?.userId ?? null,
      nick: identity?.nick ?? '',
      role: wire.role,
      roleType: roleFromWire(wire.roleType),
      host: tinyId === this.#hostId,
      own: tinyId === this.ownId(),
      kind: MEMBER_KINDS[wire.kind] ?? 'person',
      away: wire.away,
      uplinks: uplinks(wire, mutedByHost),
      mutedByHost,
    };
  }
}

function uplinks(wire: WireMember, mutedByHost: readonly Source[]): Uplink[] {
  return wire.uplinks.flatMap(({ source: from, kind, muted }) => {
    const source = sourceFromWire(from);
    if (source === null) return [];
    return [{ source, kind: UPLINK_KINDS[kind] ?? 'unknown', muted, mutedByHost: mutedByHost.includes(source) }];
  });
}

/** The old object where nothing differs, so that observers can compare by identity. */
function keep(old: Member | undefined, now: Member): Member {
  return old && JSON.stringify(old) === JSON.stringify(now) ? old : now;
}
