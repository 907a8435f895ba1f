import type * as Sdk from '@ilive/client';

/** What is said of an outcome besides its code. */
export type Words = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** `key=value` for each that is there; a value holds no space, `%`, `=` or line end. */
export function words(words: Words): string {
  const pairs = Object.entries(words).filter(([, value]) => value !== null && value !== undefined);
  return pairs.map(([key, value]) => ` ${key}=${String(value).replace(/[ %=\r\n]/g, encode)}`).join('');
}

function encode(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}

const reason = ({ subReason }: Sdk.IliveError): string => subReason || '-';

/** Module, code and sub-reason, with what a failure must say besides. */
export function failure(error: Sdk.IliveError): string {
  const cause = error.cause as Partial<Sdk.IliveError> | undefined;
  const nested = cause?.module ? `${cause.module}/${cause.code}/${cause.subReason || '-'}` : undefined;
  const own = error.module === 'av' || error.module === 'im' ? 'av' : 'facade';
  const raised_by = error.raisedBy === 'server' ? 'server' : own;
  const { oldRoom: old_room, message } = error;
  return `${error.module} ${error.code} ${reason(error)}${words({ raised_by, trace: error.traceId, cause: nested, old_room, message })}`;
}

/** News as a line: the name, the code where there is one, and what the page of drivers lists. */
export function news(event: Sdk.IliveEvent): string {
  const { name } = event;
  if ('error' in event && event.error) return `${name} ${failure(event.error)}${words(saidOf(event))}`;
  return `${name} - - -${words(saidOf(event))}`;
}

function saidOf(event: Sdk.IliveEvent): Words {
  switch (event.name) {
    case 'on_room_disconnect':
      return { room: event.room };
    case 'on_ticket_expired':
      return { grace_ms: event.graceMs };
    case 'on_member':
      return { user: event.userId, source: event.source, kind: event.kind, on: event.on };
    case 'on_endpoint':
      return { tiny: event.tinyId, source: event.source, kind: event.kind, on: event.on };
    case 'on_privilege_diff':
      return { source: event.source };
    case 'on_rights':
      return { role: event.role, rights: event.rights };
    case 'on_message':
      return { user: event.message.sender, text: event.message.text, room: 'room' in event.message.conversation ? event.message.conversation.room : null };
    case 'on_invitation':
      return { id: event.invitation.id, user: event.invitation.from, room: event.invitation.room };
    case 'on_invitation_accepted':
    case 'on_invitation_ended':
    case 'on_call_established':
      return { id: event.id };
    case 'on_call_incoming':
      return { id: event.call.id, user: event.call.from, video: event.call.video };
    case 'on_call_ended':
      return { id: event.id, result: event.result };
    case 'on_device_closed':
      return { kind: event.kind };
    case 'on_link_up':
      return { recovered: event.recovered };
    case 'on_stage_queue':
      return { count: event.count };
    case 'on_stage_answered':
      return { accepted: event.accepted };
    default:
      return {};
  }
}
