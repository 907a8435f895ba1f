import { CallTable } from './call-table.js';
import { IliveError, refused } from './errors.js';
import { CallType } from './gen/ilive/v1/call_pb.js';
import { needUserId } from './guards.js';
import { ask, idFrom, type SignallingWorld } from './signalling.js';
import type { Calls } from './types/layers.js';
import type { Cancellable } from './types/observable.js';
import type { EventBody } from './wire.js';

/** Results of module `call` that this side gives (E.15). */
const HUNG_UP = 4;
const NOT_EXIST = 100;
const NO_ANSWER = 101;

const wrongState = (subReason: 'call_state' | 'in_call', message: string): IliveError => refused('ilive', 8008, subReason, message);
const notExist = (id: string): IliveError => refused('call', NOT_EXIST, 'not_exist', `there is no call ${id}`);
const silence = (): IliveError => new IliveError('call', NO_ANSWER, { subReason: 'no_answer' });
const left = (): IliveError => new IliveError('ilive', 8007, { subReason: 'left' });

/** One-to-one calls (B.9, E.15). The server decides; here is which step is allowed (8008), and which id is none. */
export class LiveCalls implements Calls {
  readonly #table: CallTable;
  /** Ends the making of a call that has no id yet. */
  #making: ((error: IliveError) => void) | undefined;
  /** Done when the server knows of no call that was given up before its id was known. */
  #strays: Promise<void> = Promise.resolve();

  constructor(private readonly world: SignallingWorld) {
    const busy = (id: string): void => this.#tell('rejectCall', { callId: idFrom(id), busy: true });
    this.#table = new CallTable({ ...world, isBusy: () => this.#isBusy(), busy });
  }

  get current() {
    return this.#table.states;
  }

  make(userId: string, options: Cancellable & { readonly video?: boolean; readonly endCurrent?: boolean } = {}): Promise<string> {
    const { video = false, endCurrent = false, signal } = options;
    const guards = (): void => {
      this.world.checks.alive();
      needUserId(userId);
      if (this.world.client()?.userId === userId) throw refused('ilive', 8021, 'self_call', 'one cannot call oneself');
      this.#ready();
      if (endCurrent) this.#endCurrent();
      this.#noOther();
    };
    return this.#run(guards, (wanted) => this.#make(userId, video, wanted), signal);
  }

  accept(id: string, { signal }: Cancellable = {}): Promise<void> {
    const guards = (): void => {
      this.#guard(id, notExist(id));
      this.#rings(id);
      this.#noOther();
    };
    return this.#run(guards, (wanted) => this.#accept(id, wanted), signal);
  }

  reject(id: string, { signal }: Cancellable = {}): Promise<void> {
    const guards = (): void => {
      this.#guard(id, refused('ilive', 8003, 'no_call', `there is no call ${id}`));
      this.#rings(id);
    };
    const work = async (wanted: AbortSignal): Promise<void> => {
      this.#table.forget(id);
      await ask(this.world, 'rejectCall', { callId: idFrom(id), busy: false }, { signal: wanted, silence });
    };
    return this.#run(guards, work, signal);
  }

  end(id: string, { signal }: Cancellable = {}): Promise<void> {
    const guards = (): void => {
      this.#guard(id, notExist(id));
      if (this.#table.at(id) === 'incoming') throw wrongState('call_state', `call ${id} rings here: reject it`);
    };
    const work = async (wanted: AbortSignal): Promise<void> => {
      this.#table.forget(id, left());
      await ask(this.world, 'endCall', { callId: idFrom(id) }, { signal: wanted, silence });
    };
    return this.#run(guards, work, signal);
  }

  /** Whether this event was a call's. */
  handleEvent(event: EventBody): boolean {
    switch (event.case) {
      case 'callIncoming': {
        const { callId, userId, type } = event.value;
        this.#table.handleIncoming(String(callId), userId, type === CallType.VIDEO);
        return true;
      }
      case 'callEstablished':
        this.#table.handleEstablished(String(event.value.callId));
        return true;
      case 'callEnded':
        this.#table.handleEnded(String(event.value.callId), event.value.result);
        return true;
      default:
        return false;
    }
  }

  reset(): void {
    this.#table.clear();
    this.#making = undefined;
  }

  /** Steps 5 and 6, and the budget. */
  #ready(): void {
    const { checks } = this.world;
    checks.imLoaded();
    checks.loggedIn();
    checks.imLoggedIn();
    checks.inBudget();
  }

  #guard(id: string, unknown: IliveError): void {
    this.world.checks.alive();
    this.#ready();
    if (this.#table.at(id) === undefined) throw unknown;
  }

  #rings(id: string): void {
    if (this.#table.at(id) !== 'incoming') throw wrongState('call_state', `call ${id} does not ring here`);
  }

  #isBusy(): boolean {
    return this.#making !== undefined || this.#table.active().length > 0;
  }

  #noOther(): void {
    if (this.#isBusy()) throw wrongState('in_call', 'another call is under way');
  }

  #run<T>(guards: () => void, work: (wanted: AbortSignal) => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
    return this.world.operations.make({ layer: 'facade', verb: 'call', signal, guards, work });
  }

  /** What nobody waits for. */
  #tell(kind: 'endCall' | 'rejectCall', value: { callId: bigint; busy?: boolean }): void {
    ask(this.world, kind, value, {}).catch(() => undefined);
  }

  /** The old call ends with result 4, what it had pending with 8007. */
  #endCurrent(): void {
    this.#making?.(left());
    for (const id of this.#table.active()) {
      this.#table.forget(id, left());
      this.#tell('endCall', { callId: idFrom(id) });
      this.world.emit({ name: 'on_call_ended', id, result: HUNG_UP });
    }
  }

  #make(userId: string, video: boolean, wanted: AbortSignal): Promise<string> {
    const request = { userId, type: video ? CallType.VIDEO : CallType.AUDIO, ringMs: this.world.config.timers.ring };
    return new Promise((resolve, reject) => {
      // One that is given up before its id is known is ended when it is.
      const end = (error: IliveError): void => {
        if (this.#making === end) this.#making = undefined;
        reject(error);
      };
      this.#making = end;
      wanted.addEventListener('abort', () => end(left()), { once: true });
      const made = async (): Promise<void> => {
        if (this.#making !== end) return;
        const { callId } = await ask(this.world, 'makeCall', request, { silence });
        if (this.#making !== end) return void (await ask(this.world, 'endCall', { callId }, {}));
        this.#making = undefined;
        this.#table.waits(String(callId));
        resolve(String(callId));
      };
      this.#strays = this.#strays.then(made).catch(end);
    });
  }

  #accept(id: string, wanted: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#table.enters(id, reject);
      wanted.addEventListener('abort', () => {
        if (this.#table.at(id) !== 'enter') return;
        this.#table.forget(id);
        this.#tell('endCall', { callId: idFrom(id) });
      }, { once: true });
      ask(this.world, 'acceptCall', { callId: idFrom(id) }, { signal: wanted, silence }).then(
        () => {
          if (this.#table.at(id) === 'enter') this.#table.established(id);
          resolve();
        },
        (error: IliveError) => this.#table.forget(id, error),
      );
    });
  }
}
