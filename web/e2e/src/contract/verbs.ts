import type * as Sdk from '@ilive/client';
import type { Actor } from './actor.js';
import { AV_VERBS } from './av-verbs.js';
import type { Keys } from './line.js';
import type { Words } from './told.js';
import { DEVICE_VERBS } from './device-verbs.js';
import { done, flag, loginOf, roomId, textOf, type Verb } from './values.js';

const who = (keys: Keys): Sdk.Who => ({ userId: keys['user'] ?? '' });

const TIMERS: Readonly<Record<string, keyof Sdk.Timers>> = {
  stale: 'stale',
  own_id: 'ownId',
  room_locate: 'locate',
  room_enter: 'enter',
  request: 'request',
  ice: 'ice',
  link_lost: 'linkLost',
  resume_window: 'resumeWindow',
  link_event: 'linkEvent',
  dial: 'dial',
  ring: 'ring',
};
const ROLE_TYPES: readonly Sdk.RoleType[] = ['default', 'host', 'audience', 'cohost'];

function configOf(keys: Keys): Sdk.IliveConfig {
  const timers = Object.entries(keys).filter(([key]) => key.startsWith('timers.')).map(([key, value]) => {
    const name = TIMERS[key.replace('timers.', '')];
    if (!name) throw new Error(`no timer of this SDK is called ${key}`);
    return [name, Number(value)] as const;
  });
  const roles = (keys['roles'] ?? '').split(',').filter((role) => role !== '').map((role) => {
    const [name = '', type = ''] = role.split(':');
    return { name, type: ROLE_TYPES[Number(type)] ?? 'default' };
  });
  const number = (key: string, name: string) => (keys[key] === undefined ? {} : { [name]: Number(keys[key]) });
  return {
    imSupport: keys['im'] !== 'false',
    strictRoles: flag(keys['strict_roles']),
    rawCodes: flag(keys['raw_codes']),
    autoBusy: keys['auto_busy'] !== 'false',
    ...number('frame_pool', 'framePool'),
    ...number('outbox', 'outbox'),
    ...number('in_flight', 'inFlight'),
    roles,
    timers: Object.fromEntries(timers),
  };
}

function entryOf(keys: Keys, signal: AbortSignal): Sdk.JoinOptions & { title: string } {
  if (keys['option'] === 'none') return undefined as never;
  return {
    title: keys['title'] ?? '',
    role: { name: keys['role'] ?? '' },
    roomKey: keys['key'] ?? '',
    rights: Number(keys['rights'] ?? 0),
    withoutChat: keys['chat'] === 'false',
    autoViews: keys['views'] === 'auto',
    signal,
    ...(keys['create'] !== undefined && { create: flag(keys['create']) }),
  };
}

/** Handlers by the director's names; without a name there is none to give. */
function handler(actor: Actor, id: string | undefined): Sdk.EventHandler {
  if (id === undefined) return null as never;
  const known = actor.handlers.get(id) ?? (() => undefined);
  actor.handlers.set(id, known);
  return known;
}

function state({ ilive, room }: Actor): Words {
  const word = (name: string): string => name.replace(/^[A-Z_]*STATE_/, '').toLowerCase();
  return {
    context: word(ilive.av.contextState),
    room_state: word(ilive.av.roomState),
    room: room?.id ?? '',
    test: word(ilive.av.testState),
    logged_in: ilive.client !== null,
    calls: ilive.calls.current.size,
  };
}

/** Done when so many more frames of a picture were decoded, or a voice was heard. */
function media(actor: Actor, { user = '', source = 'main', frames = '1' }: Keys): Promise<void> {
  const { room } = actor;
  if (!room) throw new Error('in no room');
  let last: number | undefined;
  let more = 0;
  return new Promise((resolve) => {
    const stop = room.stats.subscribe((stats) => {
      const track = stats?.down.find((one) => one.source === source && one.tinyId === actor.tinyId(user));
      const count = track?.frames ?? 0;
      // Another connection counts anew.
      if (last !== undefined) more += count < last ? count : count - last;
      last = count;
      const came = source === 'audio' ? (track?.audioEnergy ?? 0) > 0 : more >= Number(frames);
      if (!came) return;
      queueMicrotask(() => stop());
      resolve();
    });
  });
}

export const VERBS: Readonly<Record<string, Verb>> = {
  init: (actor, keys) => actor.make(keys, configOf(keys)),
  release: ({ ilive }) => ilive.release(),
  login: (actor, keys, signal) => done(actor.ilive.login(loginOf(actor, keys, signal))),
  logout: ({ ilive }) => ilive.logout(),
  renew_ticket: ({ ilive }, { sig = '' }, signal) => ilive.renewTicket(sig, { signal }),
  add_handler: (actor, { id }) => actor.ilive.addEventHandler(handler(actor, id)),
  remove_handler: (actor, { id }) => actor.ilive.removeEventHandler(handler(actor, id)),
  create_room: ({ ilive }, keys, signal) => done(ilive.createRoom(roomId(keys['room']), entryOf(keys, signal))),
  join_room: ({ ilive }, keys, signal) => done(ilive.joinRoom(roomId(keys['room']), entryOf(keys, signal))),
  switch_room: ({ ilive }, keys, signal) => done(ilive.switchRoom(roomId(keys['room']), entryOf(keys, signal))),
  quit_room: ({ ilive }, keys, signal) => ilive.quitRoom({ cancelPending: flag(keys['cancel_pending']), signal }),
  change_role: ({ ilive }, { role = '', key = '' }, signal) => ilive.changeRole({ name: role }, { roomKey: key, signal }),
  link_room: ({ ilive }, { room, user = '', key = '' }, signal) => ilive.linkRoom({ room: roomId(room), userId: user, roomKey: key, signal }),
  unlink_room: ({ ilive }, _, signal) => ilive.unlinkRoom({ signal }),
  push: ({ ilive }, { on }, signal) => ilive.push(flag(on), { signal }),
  record: ({ ilive }, { on }, signal) => ilive.record(flag(on), { signal }),
  speed_test: async ({ ilive }, _, signal) => {
    const { upLoss, downLoss, rttMs, jitterMs } = await ilive.speedTest({ signal });
    return { up_loss: upLoss, down_loss: downLoss, rtt_ms: rttMs, jitter_ms: jitterMs };
  },
  show: (actor, { user, source = 'main', height = '0' }, signal) => {
    const element = user === undefined ? (null as never) : actor.element();
    return actor.ilive.show([{ element, userId: user ?? '', source: source as Sdk.Picture, height: Number(height) }], { signal });
  },
  hide_all: ({ ilive }, _, signal) => ilive.hideAll({ signal }),
  send_c2c: ({ ilive }, keys, signal) => done(ilive.sendC2c(keys['to'] ?? '', textOf(keys), { signal })),
  send_group: ({ ilive }, keys, signal) => done(ilive.sendGroup(textOf(keys), { signal })),
  stage_request: ({ ilive }, { note = '' }, signal) => ilive.stageRequest({ note, signal }),
  stage_cancel: ({ ilive }, _, signal) => ilive.stageCancel({ signal }),
  stage_answer: ({ ilive }, keys, signal) => ilive.stageAnswer(who(keys), flag(keys['accept']), { reason: keys['reason'] ?? '', signal }),
  stage_invite: ({ ilive }, keys, signal) => ilive.stageInvite(who(keys), { signal }),
  stage_leave: ({ ilive }, keys, signal) => ilive.stageLeave(keys['user'] === undefined ? undefined : who(keys), { signal }),
  mute: ({ ilive }, keys, signal) => ilive.muteMember(who(keys), keys['source'] as Sdk.Source, flag(keys['muted']), { signal }),
  kick: ({ ilive }, keys, signal) => ilive.kickMember(who(keys), { reason: keys['reason'] ?? '', signal }),
  end_room: ({ ilive }, _, signal) => done(ilive.endRoom({ signal })),
  call_make: async ({ ilive }, keys, signal) => {
    const id = await ilive.calls.make(keys['user'] ?? '', { video: flag(keys['video']), endCurrent: flag(keys['end_current']), signal });
    return { id };
  },
  call_accept: ({ ilive }, { id = '' }, signal) => ilive.calls.accept(id, { signal }),
  call_reject: ({ ilive }, { id = '' }, signal) => ilive.calls.reject(id, { signal }),
  call_end: ({ ilive }, { id = '' }, signal) => ilive.calls.end(id, { signal }),
  cancel: (actor, { of = '' }) => actor.cancel(of),
  state,
  wait_media: media,
  ...DEVICE_VERBS,
  ...AV_VERBS,
};
