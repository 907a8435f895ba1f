import { create } from '@bufbuild/protobuf';
import { IliveError, asIliveError } from './errors.js';
import { PingSchema, Platform } from './gen/ilive/v1/session_pb.js';
import { Link, type LinkWorld } from './link.js';
import { Requests } from './requests.js';
import { timersFrom, type Timers } from './timers.js';
import { PROTOCOL_VERSION, decodeFrame, encodeRequest, errorFromWire, type EventBody, type ReplyValue } from './wire.js';

export type LoginReply = ReplyValue<'login'>;

/** How a session came up. */
export type Up =
  /** The old session, nothing was lost. */
  | { readonly kind: 'recovered' }
  /** The old session, but events were lost: read state again. */
  | { readonly kind: 'gap' }
  /** A new session: enter the room again. */
  | { readonly kind: 'fresh' };

/** What a session tells its client. */
export interface SessionListener {
  up(up: Up, reply: LoginReply): void;
  down(retry: { attempt: number; nextAt: number; deadline: number }): void;
  event(event: EventBody): void;
  closed(error: IliveError): void;
}

export interface SessionOptions {
  readonly sdkAppId: number;
  readonly userSig: string;
  /** Whose it is taken for; empty: not said. */
  readonly userId: string;
  readonly nick: string;
  readonly client: string;
  /** A new userSig when the old one has run out; null: there is none. */
  readonly renew: () => Promise<string | null>;
  readonly newKey: () => string;
  /** Until the server has said its own. */
  readonly timers: Timers;
}

/** Codes with which a server turns a login away for now, not for good. */
const PASSING: ReadonlySet<number> = new Set([1005, 10001, 10004, 10005]);

type Resume = { sessionId: string; resumeToken: string; lastSeq: bigint };

/** One login over as many connections as it takes: logs in, resumes, keeps the order of events. */
export class Session {
  readonly requests: Requests;
  readonly link: Link;
  #resume: Resume | undefined;
  #seen = 0n;
  /** Events were lost: the next one says where the session is. */
  #afterGap = false;
  #userSig: string;
  #login = new AbortController();
  #ended = false;
  #renewed = false;

  constructor(
    world: LinkWorld,
    private readonly options: SessionOptions,
    private readonly listener: SessionListener,
  ) {
    this.#userSig = options.userSig;
    const ping = (): Uint8Array<ArrayBuffer> => encodeRequest(0, '', this.#takeSeen(), { case: 'ping', value: create(PingSchema) });
    this.link = new Link(
      world,
      {
        opened: () => void this.#logIn(),
        received: (bytes) => this.#handleReceived(bytes),
        lost: ({ attempt, nextAt, since }) => {
          this.#login.abort();
          this.requests.handleDown();
          this.listener.down({ attempt, nextAt, deadline: since + this.link.timers.resumeWindow });
        },
        failed: (error) => this.#end(error),
      },
      ping,
    );
    this.link.timers = options.timers;
    this.requests = new Requests(
      (id, key, request) => this.link.send(encodeRequest(id, key, this.#takeSeen(), request)),
      () => this.link.timers,
      options.newKey,
    );
  }

  start(): void {
    this.link.start();
  }

  /** The userSig that further connections present. */
  handleRenewed(userSig: string): void {
    this.#userSig = userSig;
  }

  /** Says goodbye and ends: what is pending fails with `reason`. */
  async close(reason: IliveError): Promise<void> {
    if (this.#ended) return;
    await this.requests.call('logout', {}, { deadlineMs: 1_000 }).catch(() => undefined);
    this.#end(reason);
  }

  async #logIn(): Promise<void> {
    const { signal } = (this.#login = new AbortController());
    const resume = this.#resume && { ...this.#resume };
    const { sdkAppId, userId, nick, client } = this.options;
    const login = { protocol: PROTOCOL_VERSION, sdkAppId, userSig: this.#userSig, userId, platform: Platform.WEB, nick, client };
    try {
      const reply = await this.requests.callFirst(resume ? { ...login, resume } : login, this.link.timers.request, signal);
      this.#handleLoggedIn(reply, resume);
    } catch (thrown) {
      // The link went meanwhile, and logs in again by itself.
      if (signal.aborted) return;
      await this.#handleLoginFailed(asIliveError(thrown));
    }
  }

  #handleLoggedIn(reply: LoginReply, resume: Resume | undefined): void {
    if (this.#ended) return;
    const same = resume?.sessionId === reply.sessionId;
    const lastSeq = same && reply.recovered ? (this.#resume?.lastSeq ?? 0n) : 0n;
    this.#resume = { sessionId: reply.sessionId, resumeToken: reply.resumeToken, lastSeq };
    this.#afterGap = same && !reply.recovered;
    if (!same) this.#seen = 0n;
    this.#renewed = false;
    this.link.timers = timersFrom(reply.timers, this.options.timers);
    this.link.handleEstablished();
    const first = resume === undefined;
    this.requests.handleUp(same || first);
    this.listener.up({ kind: !same ? 'fresh' : reply.recovered ? 'recovered' : 'gap' }, reply);
  }

  async #handleLoginFailed(error: IliveError): Promise<void> {
    if (this.#ended) return;
    if (PASSING.has(error.code)) return this.link.handleTurnedAway(error);
    if (error.code === 8051 && !this.#renewed) {
      this.#renewed = true;
      const userSig = await this.options.renew();
      if (userSig !== null) {
        this.#userSig = userSig;
        return this.link.handleTurnedAway(error);
      }
    }
    this.#end(error);
  }

  #handleReceived(bytes: ArrayBuffer): void {
    try {
      const { body } = decodeFrame(bytes);
      if (body.case === 'reply') this.requests.handleReply(body.value);
      if (body.case === 'event') this.#handleEvent(body.value.seq, body.value.event);
    } catch (thrown) {
      // What cannot be read cannot be skipped either: a reply or an event may be in it.
      this.link.handleTurnedAway(asIliveError(thrown));
    }
  }

  /** @throws {IliveError} 8052 when events before this one have not come: were it believed, all later ones would count as seen. */
  #handleEvent(seq: bigint, event: EventBody | { case: undefined }): void {
    if (this.#resume) {
      const { lastSeq } = this.#resume;
      if (seq <= lastSeq) return;
      if (!this.#afterGap && seq !== lastSeq + 1n)
        throw new IliveError('ilive', 8052, { subReason: 'bad_frame', message: `event ${seq} has come, and those before it have not` });
      this.#resume.lastSeq = seq;
      this.#afterGap = false;
    }
    if (event.case === 'sessionEnded') this.#handleSessionEnded(event.value.error && errorFromWire(event.value.error, 'event'));
    else if (event.case !== undefined) this.listener.event(event);
  }

  #handleSessionEnded(error = new IliveError('av', 10001, { subReason: 'session_ended', delivery: 'event' })): void {
    if (!PASSING.has(error.code)) return this.#end(error);
    this.link.handleTurnedAway(error);
  }

  /** What goes out with the next frame, so that the server can forget events. */
  #takeSeen(): bigint {
    const last = this.#resume?.lastSeq ?? 0n;
    if (last === this.#seen) return 0n;
    this.#seen = last;
    return last;
  }

  #end(error: IliveError): void {
    if (this.#ended) return;
    this.#ended = true;
    this.link.close();
    this.requests.handleEnd(error);
    this.listener.closed(error);
  }
}
