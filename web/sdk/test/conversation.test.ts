import { create } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import { LiveConversation } from '../src/conversation.js';
import { MessageSchema } from '../src/gen/ilive/v1/chat_pb.js';
import { messageFromWire } from '../src/messages.js';
import type { ConversationId, Message } from '../src/types/chat.js';
import { standing } from './fake-standing.js';
import { FakeCaller, settle } from './fake-caller.js';

function wire(seq: number, text = `m${seq}`, sender = 'bob') {
  const conversation = { id: { case: 'room', value: { id: { case: 'number', value: 7 } } } } as const;
  return create(MessageSchema, { conversation, seq: BigInt(seq), sender, elements: [{ body: { case: 'text', value: text } }] });
}

const message = (seq: number, text?: string): Message => messageFromWire(wire(seq, text), 'ann');

function world(id: ConversationId = { room: 7 }) {
  const caller = new FakeCaller();
  const delivered: string[] = [];
  let key = 0;
  const conversation = new LiveConversation(id, {
    caller,
    newKey: () => `id${(key += 1)}`,
    me: () => ({ own: 'ann', nick: 'Ann' }),
    guard: () => undefined,
    delivered: ({ text }) => delivered.push(text),
    operations: standing().operations,
    outbox: 100,
  });
  return { caller, conversation, delivered };
}

describe('sending', () => {
  it('keeps a message in the outbox until the server has it on disk, then shows it once', async () => {
    const { caller, conversation, delivered } = world();
    conversation.handleEntered(4);

    const sent = conversation.send('hello');
    await settle();
    const waiting = conversation.outbox.value.map(({ text, clientId }) => [text, clientId]);
    caller.last('sendMessage').answer({ seq: 5n, timeMs: 99n });
    await expect(sent).resolves.toEqual({ clientId: 'id1', seq: 5, timeMs: 99 });
    conversation.handleArrived(message(5, 'hello'));

    expect(waiting).toEqual([['hello', 'id1']]);
    expect(conversation.outbox.value).toEqual([]);
    expect(delivered).toEqual(['hello']);
  });

  it('leaves the outbox when it fails', async () => {
    const { caller, conversation } = world();
    const sent = conversation.send('hello');
    sent.catch(() => undefined);
    await settle();

    caller.last('sendMessage').refuse('im', 10017, 'muted');

    await expect(sent).rejects.toMatchObject({ module: 'im', code: 10017 });
    expect(conversation.outbox.value).toEqual([]);
  });

  it.each([
    ['nothing', '', 8021, 'empty_message'],
    ['8,899 bytes', 'x'.repeat(8_899), 8021, 'message_too_long'],
    ['2,967 characters of three bytes', '长'.repeat(2_967), 8021, 'message_too_long'],
  ])('refuses %s at the call', async (_, text, code, subReason) => {
    const { caller, conversation } = world();

    await expect(conversation.send(text)).rejects.toMatchObject({ module: 'ilive', code, subReason, delivery: 'return' });
    expect(caller.asked).toEqual([]);
  });

  it.each([
    ['a room', 8_898, { room: 7 }],
    ['a user', 12_000, { userId: 'bob' }],
  ] as const)('takes as much as a message to %s holds: %i bytes', async (_, most, id) => {
    const { caller, conversation } = world(id);

    void conversation.send('x'.repeat(most));
    void conversation.sendCustom(new Uint8Array(most - 3), { desc: 'abc' });
    await settle();
    const tooLong = [conversation.send('x'.repeat(most + 1)), conversation.sendCustom(new Uint8Array(most - 2), { desc: 'abc' })];

    expect(caller.kinds).toEqual(['sendMessage', 'sendMessage']);
    for (const refused of tooLong) await expect(refused).rejects.toMatchObject({ code: 8021, subReason: 'message_too_long' });
  });

  it('refuses with 8053 what the outbox cannot hold', async () => {
    const { conversation } = world();
    for (let count = 0; count < 100; count += 1) void conversation.send('hello');

    await expect(conversation.send('one more')).rejects.toMatchObject({ code: 8053, subReason: 'outbox_full', delivery: 'return' });
    expect(conversation.outbox.value).toHaveLength(100);
  });
});

describe('reading', () => {
  it('iterates the past, then what comes, each once', async () => {
    const { caller, conversation } = world();
    conversation.handleEntered(2);
    const messages = conversation.messages({ history: 10 });

    const first = messages.next();
    await settle();
    conversation.handleArrived(message(3));
    caller.last('readMessages').answer({ messages: [wire(1), wire(2), wire(3)] });
    const texts = [(await first).value?.text];
    conversation.handleArrived(message(4));
    for (let count = 0; count < 3; count += 1) texts.push((await messages.next()).value?.text);

    expect(texts).toEqual(['m1', 'm2', 'm3', 'm4']);
  });

  it('fills a gap from the log, page by page', async () => {
    const { caller, conversation, delivered } = world();
    conversation.handleEntered(0);

    conversation.handleArrived(message(151));
    await settle();
    caller.last('readMessages').answer({ messages: Array.from({ length: 100 }, (_, index) => wire(index + 51)), more: true });
    await settle();
    const second = caller.last('readMessages').value;
    caller.last('readMessages').answer({ messages: Array.from({ length: 50 }, (_, index) => wire(index + 1)) });
    await settle();

    expect(second).toMatchObject({ after: 0n, before: 51n });
    expect(delivered).toEqual(Array.from({ length: 151 }, (_, index) => `m${index + 1}`));
  });

  it('has the whole page, in however many answers long messages come', async () => {
    const { caller, conversation } = world();

    const history = conversation.history({ limit: 3 });
    await settle();
    caller.last('readMessages').answer({ messages: [wire(9)], more: true });
    await settle();
    const second = caller.last('readMessages').value;
    caller.last('readMessages').answer({ messages: [wire(7), wire(8)], more: true });

    expect((await history).map(({ seq }) => seq)).toEqual([7, 8, 9]);
    expect(second).toMatchObject({ before: 9n, limit: 2 });
    expect(caller.kinds).toEqual(['readMessages', 'readMessages']);
  });

  it('reads what it missed when the room is entered again', async () => {
    const { caller, conversation, delivered } = world();
    conversation.handleEntered(3);

    conversation.handleEntered(5);
    await settle();
    caller.last('readMessages').answer({ messages: [wire(4), wire(5)] });
    await settle();

    expect(delivered).toEqual(['m4', 'm5']);
  });

  it('ends with its room, and quietly with a signal', async () => {
    const { conversation } = world();
    const stop = new AbortController();
    const byRoom = conversation.messages({ history: 0 });
    const bySignal = conversation.messages({ history: 0, signal: stop.signal });

    const ends = [byRoom.next(), bySignal.next()];
    stop.abort();
    conversation.handleEnd();

    expect(await Promise.all(ends)).toEqual([{ value: undefined, done: true }, { value: undefined, done: true }]);
  });
});

describe('a conversation of two', () => {
  it.each([
    ['what the other says', 'bob', 'ann', 'bob'],
    ['what the other says, named by the other', 'bob', 'bob', 'bob'],
    ['what oneself says on another device', 'ann', 'bob', 'bob'],
  ])('is named by the other one: %s', (_, sender, named, expected) => {
    const conversation = { id: { case: 'userId', value: named } } as const;

    const read = messageFromWire(create(MessageSchema, { conversation, sender, seq: 1n }), 'ann');

    expect(read.conversation).toEqual({ userId: expected });
  });
});
