import { create, fromBinary, toBinary, type MessageInitShape } from '@bufbuild/protobuf';
import { IliveError, type Delivery, type ErrorModule } from './errors.js';
import { MemberRefSchema, RoleType as WireRole, RoomRefSchema, Source as WireSource, type Error as WireError, type MemberRef, type RoomRef } from './gen/ilive/v1/common_pb.js';
import { ClientFrameSchema, ServerFrameSchema, type ClientFrame, type Event, type Reply, type ServerFrame } from './gen/ilive/v1/frame_pb.js';
import type { NamedRole } from './roles.js';
import type { RoleType, RoomId, Source, Who } from './types/ids.js';

/** The binary sub-protocol of the WebSocket. */
export const SUB_PROTOCOL = 'ilive.v1.pb';
/** Of `Login.protocol`. */
export const PROTOCOL_VERSION = 1;

export type RequestInit = Exclude<MessageInitShape<typeof ClientFrameSchema>['request'], undefined | { case?: undefined }>;
export type RequestCase = Exclude<ClientFrame['request']['case'], undefined>;
export type RequestValue<K extends RequestCase> = Extract<RequestInit, { case: K }>['value'];
/** What a request is answered with; `void` where the answer is only that it was done. */
export type ReplyValue<K extends RequestCase> = K extends Reply['result']['case'] ? Extract<Reply['result'], { case: K }>['value'] : void;
export type EventBody = Exclude<Event['event'], { case: undefined }>;
export type { ServerFrame };

export function encodeRequest(requestId: number, clientKey: string, seen: bigint, request: RequestInit): Uint8Array<ArrayBuffer> {
  const bytes = toBinary(ClientFrameSchema, create(ClientFrameSchema, { requestId, clientKey, seen, request }));
  return bytes as Uint8Array<ArrayBuffer>;
}

/** @throws {IliveError} 8052 when the bytes are no frame. */
export function decodeFrame(bytes: ArrayBuffer): ServerFrame {
  try {
    return fromBinary(ServerFrameSchema, new Uint8Array(bytes));
  } catch (cause) {
    throw new IliveError('ilive', 8052, { subReason: 'bad_frame', cause });
  }
}

const MODULES: readonly string[] = ['ilive', 'av', 'im', 'call'];

export function errorFromWire(error: WireError, delivery: Delivery = 'completion'): IliveError {
  const module = (MODULES.includes(error.module) ? error.module : 'av') as ErrorModule;
  return new IliveError(module, error.code, {
    subReason: error.subReason,
    message: error.message,
    traceId: error.traceId,
    retryAfterMs: error.retryAfterMs,
    raisedBy: 'server',
    delivery,
  });
}

export function roomRef(id: RoomId): RoomRef {
  return create(RoomRefSchema, { id: typeof id === 'number' ? { case: 'number', value: id } : { case: 'name', value: id } });
}

export function roomFromWire(ref: RoomRef | undefined): RoomId | null {
  return ref?.id.case ? ref.id.value : null;
}

export function memberRef(who: Who): MemberRef {
  const known = 'tinyId' in who;
  return create(MemberRefSchema, { id: known ? { case: 'tinyId', value: BigInt(who.tinyId) } : { case: 'userId', value: who.userId } });
}

const SOURCES = ['audio', 'main', 'aux'] as const;

export function sourceToWire(source: Source): WireSource {
  return (SOURCES.indexOf(source) + 1) as WireSource;
}

/** Null for one that this version does not know. */
export function sourceFromWire(source: WireSource): Source | null {
  return SOURCES[source - 1] ?? null;
}

export function sourcesFromWire(sources: readonly WireSource[]): Source[] {
  return sources.map(sourceFromWire).filter((source) => source !== null);
}

const ROLES: readonly RoleType[] = ['default', 'host', 'audience', 'cohost'];

export function roleToWire({ name, type }: NamedRole): { role: string; roleType: WireRole } {
  return { role: name, roleType: ROLES.indexOf(type) as WireRole };
}

/** The roles' own numbers are the wire's. */
export function roleFromSpear(type: number): RoleType {
  return ROLES[type] ?? 'default';
}

export function roleFromWire(type: WireRole): RoleType {
  return ROLES[type] ?? 'default';
}
