import { create } from '@bufbuild/protobuf';
import { ConversationRefSchema, type ConversationRef, type Element as WireElement, type Message as WireMessage } from './gen/ilive/v1/chat_pb.js';
import type { ConversationId, Element, Message } from './types/chat.js';
import { roomFromWire, roomRef } from './wire.js';

export function conversationRef(id: ConversationId): ConversationRef {
  const value = 'room' in id ? ({ case: 'room', value: roomRef(id.room) } as const) : ({ case: 'userId', value: id.userId } as const);
  return create(ConversationRefSchema, { id: value });
}

/** One word for a conversation: what maps are keyed by. */
export function conversationKey(id: ConversationId): string {
  return 'room' in id ? `room ${typeof id.room} ${id.room}` : `user ${id.userId}`;
}

/** The text of a message: its text elements, joined. */
export function textOf(elements: readonly Element[]): string {
  return elements.map((element) => (element.type === 'text' ? element.text : '')).join('');
}

/** What the elements weigh against the limit of a message. */
export function bytesOf(elements: readonly Element[]): number {
  const utf8 = new TextEncoder();
  const weigh = (element: Element): number => (element.type === 'text' ? utf8.encode(element.text).length : element.data.length + utf8.encode(element.desc).length);
  return elements.reduce((sum, element) => sum + weigh(element), 0);
}

/** The elements in the shape in which a frame takes them. */
export function elementsToWire(elements: readonly Element[]) {
  return elements.map((element) =>
    element.type === 'text'
      ? { body: { case: 'text', value: element.text } as const }
      : { body: { case: 'custom', value: { data: element.data, desc: element.desc } } as const },
  );
}

function elementFromWire({ body }: WireElement): Element | null {
  if (body.case === 'text') return { type: 'text', text: body.value };
  if (body.case === 'custom') return { type: 'custom', data: body.value.data, desc: body.value.desc };
  return null;
}

/** @param own the user id of this login. */
export function messageFromWire(wire: WireMessage, own: string): Message {
  const elements = wire.elements.map(elementFromWire).filter((element) => element !== null);
  return {
    conversation: conversationOf(wire, own),
    seq: Number(wire.seq),
    sender: wire.sender,
    senderNick: wire.senderNick,
    timeMs: Number(wire.timeMs),
    clientId: wire.clientId,
    elements,
    text: textOf(elements),
    own: wire.sender === own,
  };
}

/** A conversation of two is named by the other one, whoever of the two is told of it. */
function conversationOf(wire: WireMessage, own: string): ConversationId {
  const id = wire.conversation?.id;
  if (id?.case === 'room') return { room: roomFromWire(id.value) ?? 0 };
  const named = id?.case === 'userId' ? id.value : '';
  return { userId: named !== own && named !== '' ? named : wire.sender };
}
