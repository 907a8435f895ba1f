import type { Message, PendingMessage } from '@ilive/client';

/** What stands in the chat, from top to bottom. */
export type ChatLine =
  | { kind: 'message'; key: string; message: Message }
  | { kind: 'tip'; key: string; name: string }
  | { kind: 'pending'; key: string; text: string }
  | { kind: 'failed'; key: string; text: string };

/** A message that could not be sent; it stays until it is sent again or dropped. */
export interface Failed {
  key: string;
  text: string;
}

/** As many lines as a page keeps; the oldest go, and can be read again. */
export const LINES_KEPT = 600;

/** Adds one that arrived. Each `seq` stands once; a tip directly before another gives way to it. */
export function withMessage(lines: readonly ChatLine[], message: Message): ChatLine[] {
  if (lines.some((line) => line.kind === 'message' && line.message.seq === message.seq)) return [...lines];
  return [...lines, lineOf(message)].slice(-LINES_KEPT);
}

/** Says that somebody came; only the newest of several in a row stays. */
export function withTip(lines: readonly ChatLine[], key: string, name: string): ChatLine[] {
  const kept = lines.at(-1)?.kind === 'tip' ? lines.slice(0, -1) : lines;
  return [...kept, { kind: 'tip', key, name }];
}

/** Puts older ones on top. */
export function withEarlier(lines: readonly ChatLine[], earlier: readonly Message[]): ChatLine[] {
  const first = firstSeq(lines);
  return [...earlier.filter((message) => message.seq < first).map(lineOf), ...lines];
}

/** The oldest `seq` in sight; infinite while there is none. */
export function firstSeq(lines: readonly ChatLine[]): number {
  const first = lines.find((line) => line.kind === 'message');
  return first === undefined ? Infinity : first.message.seq;
}

/** What is shown: what has arrived, then what is on its way, then what did not make it. */
export function allLines(lines: readonly ChatLine[], outbox: readonly PendingMessage[], failed: readonly Failed[]): ChatLine[] {
  const arrived = new Set(lines.map((line) => (line.kind === 'message' && line.message.own ? line.message.clientId : '')));
  const pending = outbox
    .filter(({ clientId }) => !arrived.has(clientId))
    .map(({ clientId, text }): ChatLine => ({ kind: 'pending', key: `p${clientId}`, text }));
  return [...lines, ...pending, ...failed.map((one): ChatLine => ({ kind: 'failed', ...one }))];
}

function lineOf(message: Message): ChatLine {
  return { kind: 'message', key: `m${message.seq}`, message };
}
