import type { Message, PendingMessage } from '@ilive/client';
import { describe, expect, it } from 'vitest';
import { LINES_KEPT, allLines, firstSeq, withEarlier, withMessage, withTip, type ChatLine } from './chat-lines';

const message = (seq: number, own = false): Message => ({
  conversation: { room: 1 },
  seq,
  sender: own ? 'me' : 'ann',
  senderNick: own ? 'Me' : 'Ann',
  timeMs: seq,
  clientId: `c${seq}`,
  elements: [],
  text: `text ${seq}`,
  own,
});
const waiting = (clientId: string): PendingMessage => ({ clientId, elements: [], text: clientId, sinceMs: 0 });
const keys = (lines: readonly ChatLine[]) => lines.map(({ key }) => key);
const chat = (...seqs: number[]) => seqs.reduce<ChatLine[]>((lines, seq) => withMessage(lines, message(seq)), []);

describe('what stands in the chat', () => {
  it('each message once, though it came twice', () => {
    expect(keys(withMessage(chat(4, 5), message(5)))).toEqual(['m4', 'm5']);
  });

  it('older ones on top, without those that are there', () => {
    expect(keys(withEarlier(chat(4, 5), [message(2), message(3), message(4)]))).toEqual(['m2', 'm3', 'm4', 'm5']);
  });

  it('of people coming one after another, the last', () => {
    const lines = withTip(withTip(withTip(chat(1), 'a', 'Ann'), 'b', 'Bob'), 'c', 'Cem');

    expect(keys(lines)).toEqual(['m1', 'c']);
  });

  it('forgets the oldest of very many', () => {
    const lines = chat(...Array.from({ length: LINES_KEPT + 5 }, (_, i) => i + 1));

    expect(lines).toHaveLength(LINES_KEPT);
    expect(firstSeq(lines)).toBe(6);
  });

  it('what is on its way comes last, and not twice once it has arrived', () => {
    const lines = withMessage(chat(1), message(2, true));

    expect(keys(allLines(lines, [waiting('c2'), waiting('x')], [{ key: 'f1', text: 'no' }]))).toEqual(['m1', 'm2', 'px', 'f1']);
  });
});
