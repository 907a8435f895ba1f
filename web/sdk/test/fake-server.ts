import { create, fromBinary, toBinary, type MessageInitShape } from '@bufbuild/protobuf';
import { ClientFrameSchema, ReplySchema, ServerFrameSchema, type ClientFrame, type EventSchema } from '../src/gen/ilive/v1/frame_pb.js';
import type { LinkWorld, WireHandlers } from '../src/link.js';
import type { Verdict } from '../src/probe.js';

type ReplyResult = MessageInitShape<typeof ReplySchema>['result'];
type EventInit = MessageInitShape<typeof EventSchema>['event'];

function bufferOf(bytes: Uint8Array): ArrayBuffer {
  return bytes.slice().buffer as ArrayBuffer;
}

/** The server's end of the wire, played by a test: real bytes, no socket. */
export class FakeServer implements LinkWorld {
  readonly frames: ClientFrame[] = [];
  dials = 0;
  verdict: Verdict = { kind: 'ours' };
  /** Told of each frame, and of each dial. */
  onFrame: (frame: ClientFrame) => void = () => undefined;
  onDial: () => void = () => undefined;
  #handlers: WireHandlers | undefined;
  #seq = 0n;

  dial(handlers: WireHandlers) {
    this.dials += 1;
    this.#handlers = handlers;
    this.onDial();
    const send = (bytes: Uint8Array): void => {
      const frame = fromBinary(ClientFrameSchema, bytes);
      this.frames.push(frame);
      this.onFrame(frame);
    };
    return { send, close: () => undefined };
  }

  probe(): Promise<Verdict> {
    return Promise.resolve(this.verdict);
  }

  random(): number {
    return 0.5;
  }

  open(): void {
    this.#handlers?.opened();
  }

  cut(): void {
    this.#handlers?.closed();
  }

  /** The newest frame of a kind. */
  last(kind: ClientFrame['request']['case']): ClientFrame {
    const frame = this.frames.findLast(({ request }) => request.case === kind);
    if (!frame) throw new Error(`no ${String(kind)} among ${this.frames.map(({ request }) => request.case).join(', ')}`);
    return frame;
  }

  count(kind: ClientFrame['request']['case']): number {
    return this.frames.filter(({ request }) => request.case === kind).length;
  }

  reply(to: ClientFrame, result: ReplyResult): void {
    this.#send({ case: 'reply', value: { requestId: to.requestId, ...(result && { result }) } });
  }

  event(event: EventInit, seq = this.#seq + 1n): void {
    this.#seq = seq;
    this.#send({ case: 'event', value: { seq, ...(event && { event }) } });
  }

  tick(): void {
    this.#send({ case: 'tick', value: { serverTimeMs: 0n } });
  }

  garbage(): void {
    this.#handlers?.received(bufferOf(new Uint8Array([0xff, 0xff, 0xff])));
  }

  /** Opens and lets the client in; `session` of before means that it is resumed. */
  letIn(session: string, recovered = false): void {
    this.open();
    const value = { sessionId: session, resumeToken: 'secret', userId: 'ann', nick: 'Ann', recovered };
    if (!recovered) this.#seq = 0n;
    this.reply(this.last('login'), { case: 'login', value });
  }

  #send(body: MessageInitShape<typeof ServerFrameSchema>['body']): void {
    this.#handlers?.received(bufferOf(toBinary(ServerFrameSchema, create(ServerFrameSchema, { ...(body && { body }) }))));
  }
}
