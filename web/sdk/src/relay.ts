import type { IliveError } from './errors.js';
import type { RoomCore } from './room-core.js';
import type { TinyId } from './types/ids.js';
import type { IliveEvent } from './types/layers.js';
import type { Member, Uplink } from './types/room.js';

type Emit = (event: IliveEvent) => void;

/** What a room tells, as events of its object. */
export function relayRoom(room: RoomCore, emit: Emit): void {
  const { events, stage } = room;
  const disconnected = (error: IliveError): void => emit({ name: 'on_room_disconnect', room: room.id, error: error });
  const members = new Members(emit);
  events.on('message', (message) => emit({ name: 'on_message', message }));
  events.on('warning', (error) => (error.subReason === 'seat_lost' ? disconnected(error) : emit({ name: 'on_warning', error: error })));
  events.on('member-joined', (member) => members.handleNow(member, member.uplinks));
  events.on('member-changed', (member) => members.handleNow(member, member.uplinks));
  events.on('member-left', (member) => members.handleNow(member, []));
  events.on('rights-changed', ({ role, rights }) => emit({ name: 'on_rights', role, rights }));
  events.on('privilege-diff', ({ source }) => emit({ name: 'on_privilege_diff', source }));
  events.on('source-ended', ({ device: kind, error }) => emit({ name: 'on_device_closed', kind, error: error ?? null }));
  events.on('closed', ({ error }) => error && disconnected(error));
  stage.queue.subscribe((queue) => emit({ name: 'on_stage_queue', count: queue.length }));
  stage.on('answered', ({ accepted }) => emit({ name: 'on_stage_answered', accepted }));
  stage.on('invited', () => emit({ name: 'on_stage_invited' }));
}

type Sent = ReadonlyMap<Uplink['source'], Uplink['kind']>;

const NOTHING: Sent = new Map();

/** What others send, told by comparing: by number at once, by name once that is known. */
class Members {
  #byNumber = new Map<TinyId, Sent>();
  #byName = new Map<TinyId, Sent>();

  constructor(private readonly emit: Emit) {}

  handleNow({ own, tinyId, userId }: Member, uplinks: readonly Uplink[]): void {
    if (own) return;
    const now: Sent = new Map(uplinks.map(({ source, kind }) => [source, kind]));
    for (const change of changes(this.#byNumber, tinyId, now)) this.emit({ name: 'on_endpoint', tinyId, ...change });
    if (userId === null) return;
    for (const change of changes(this.#byName, tinyId, now)) this.emit({ name: 'on_member', userId, ...change });
  }
}

/** What was begun and what was ended between two states, ended first. */
function changes(known: Map<TinyId, Sent>, tinyId: TinyId, now: Sent) {
  const before = known.get(tinyId) ?? NOTHING;
  if (now.size > 0) known.set(tinyId, now);
  else known.delete(tinyId);
  const differing = (some: Sent, others: Sent) => [...some].filter(([source, kind]) => others.get(source) !== kind).map(([source, kind]) => ({ source, kind }));
  return [...differing(before, now).map((change) => ({ ...change, on: false })), ...differing(now, before).map((change) => ({ ...change, on: true }))];
}
