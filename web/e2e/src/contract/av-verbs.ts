import type * as Sdk from '@ilive/client';
import type { Actor } from './actor.js';
import { deviceVerbs } from './device-verbs.js';
import type { Keys } from './line.js';
import type { Words } from './told.js';
import { loginOf, roomId, textOf, type Verb } from './values.js';

const list = (value = ''): string[] => (value === '' ? [] : value.split(','));

function enterOf(keys: Keys, signal: AbortSignal): Sdk.AvEnterOptions {
  return {
    room: roomId(keys['room']),
    type: keys['type'] === 'pair' ? 'pair' : 'multi',
    role: keys['role'] ?? '',
    roomKey: keys['key'] ?? '',
    rights: Number(keys['rights'] ?? 0),
    autoViews: keys['views'] === 'auto',
    signal,
    ...(keys['create'] !== undefined && { create: keys['create'] === 'true' }),
  };
}

async function resolve(actor: Actor, users: readonly string[], signal: AbortSignal): Promise<Words> {
  const found = await actor.ilive.im.resolve(users, { signal });
  for (const { userId, tinyId } of found) actor.tinyIds.set(userId, tinyId);
  return { count: found.length };
}

export const AV_VERBS: Readonly<Record<string, Verb>> = {
  ...deviceVerbs('av_', ({ ilive }) => ilive.av.devices),
  av_create: ({ ilive }) => ilive.av.createContext(),
  av_start: ({ ilive }, _, signal) => ilive.av.startContext({ signal }),
  av_stop: ({ ilive }) => ilive.av.stopContext(),
  av_destroy: ({ ilive }) => ilive.av.destroyContext(),
  av_enter: ({ ilive }, keys, signal) => ilive.av.enterRoom(enterOf(keys, signal)),
  av_exit: ({ ilive }, _, signal) => ilive.av.exitRoom({ signal }),
  av_switch: ({ ilive }, keys, signal) => ilive.av.switchRoom(enterOf(keys, signal)),
  av_change_role: ({ ilive }, { role = '', key = '' }, signal) => ilive.av.changeRole(role, { roomKey: key, signal }),
  av_views: (actor, { users, sources }, signal) => {
    const views = list(sources).map((source) => ({ source: source as Sdk.Picture }));
    return actor.ilive.av.requestViews(list(users).map((user) => actor.tinyId(user)), views, { signal });
  },
  av_cancel_views: ({ ilive }, _, signal) => ilive.av.cancelViews({ signal }),
  av_endpoint: async (actor, { user = '', tiny, source = 'main' }) => {
    await actor.ilive.av.endpoint(tiny ?? actor.tinyId(user), source as Sdk.Source);
  },
  av_invite: async ({ ilive }, { user = '', room }, signal) => ({ id: await ilive.av.invite(user, roomId(room), { signal }) }),
  av_accept_invite: ({ ilive }, { id = '' }, signal) => ilive.av.acceptInvite(id, { signal }),
  av_refuse_invite: ({ ilive }, { id = '' }, signal) => ilive.av.refuseInvite(id, { signal }),
  av_cancel_invite: ({ ilive }, { id = '' }, signal) => ilive.av.cancelInvite(id, { signal }),
  im_login: (actor, keys, signal) => actor.ilive.im.login(loginOf(actor, keys, signal)),
  im_logout: ({ ilive }) => ilive.im.logout(),
  im_send: async ({ ilive }, keys, signal) => {
    await ilive.im.send({ userId: keys['to'] ?? '' }, textOf(keys), { signal });
  },
  im_resolve: (actor, { users }, signal) => resolve(actor, list(users), signal),
};
