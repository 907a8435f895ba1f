import { notAborted } from './abort.js';
import { IliveError, asIliveError, type Delivery } from './errors.js';
import type { DeviceKind } from './types/devices.js';
import { up } from './up.js';

/** What an operation does, by the AV layer's name for it: create and join are both an `enter`. */
export type Verb =
  | 'start'
  | 'stop'
  | 'im_login'
  | 'logout'
  | 'release'
  | 'enter'
  | 'exit'
  | 'switch'
  | 'change_role'
  | 'request_views'
  | 'cancel_views'
  | `open ${DeviceKind}`
  | `close ${DeviceKind}`
  | 'start_test'
  | 'stop_test'
  | 'invite'
  | 'accept_invite'
  | 'refuse_invite'
  | 'cancel_invite'
  | 'call'
  | 'message'
  /** What is one request and its answer; any number may be in flight. */
  | 'ask';

/** The layer whose method was called: it decides how a failure is named on its way up. */
export type Layer = 'facade' | 'av' | 'im';

/** Verbs that fly alone, by their class (C.0); those of devices have one for each kind. */
const CLASSES: Readonly<Partial<Record<Verb, string>>> = {
  start: 'context',
  stop: 'context',
  im_login: 'im',
  enter: 'room',
  exit: 'room',
  switch: 'room',
  change_role: 'room',
  request_views: 'views',
  cancel_views: 'views',
  start_test: 'test',
  stop_test: 'test',
  invite: 'invitation',
  accept_invite: 'invitation',
  refuse_invite: 'invitation',
  cancel_invite: 'invitation',
};

/** The class in which a verb flies alone; null: any number may fly. */
export function classOf(verb: Verb): string | null {
  return CLASSES[verb] ?? /^(?:open|close) (.+)$/.exec(verb)?.[1] ?? null;
}

/** A call that was accepted and has not had its completion. */
export interface Operation {
  readonly verb: Verb;
  readonly layer: Layer;
  /** Unix ms. */
  readonly since: number;
  /** Ends it now with this error; what it has begun is taken back. */
  giveUp(error: IliveError): void;
}

/** One call of the app. */
export interface Call<T> {
  readonly layer: Layer;
  readonly verb: Verb;
  readonly signal?: AbortSignal | undefined;
  /** Refuses by throwing, in the order of R1, and changes nothing. */
  readonly guards: () => void;
  /** What is done once no guard has refused; `signal` says when nobody wants it any more. */
  readonly work: (signal: AbortSignal) => Promise<T>;
  /** What a failure says besides, however it came. */
  readonly failed?: (error: IliveError) => IliveError;
}

/** A failure as the app gets it: named by the layer that was called. */
function told<T>({ layer, verb, failed }: Pick<Call<T>, 'layer' | 'verb' | 'failed'>, thrown: unknown, delivery: Delivery): IliveError {
  const error = asIliveError(thrown);
  const named = layer === 'facade' ? up(verb, error) : error;
  const whole = failed ? failed(named) : named;
  return whole.with({ delivery });
}

/** A failure as the log has it. */
export function logLine(what: string, { module, code, subReason, delivery, traceId, message }: IliveError): string {
  return `${what}: ${module} ${code} ${subReason || '-'} by ${delivery}, trace ${traceId}: ${message}`;
}

/**
 * What is in flight: the one place that completions come from. A refused call leaves nothing here, an accepted one is here until its one
 * completion is out; a class is busy exactly while one of its operations is here.
 */
export class Operations {
  #open = new Set<Operation>();

  /** @param log is given a line for every failure. */
  constructor(private readonly log: (line: string) => void = () => undefined) {}

  get count(): number {
    return this.#open.size;
  }

  /** What keeps the class of `verb` busy. */
  busy(verb: Verb): Operation | undefined {
    const wanted = classOf(verb);
    return wanted === null ? undefined : [...this.#open].find((operation) => classOf(operation.verb) === wanted);
  }

  /** The guards run now: what they refuse is a promise that has failed already, `delivery: 'return'`. Else exactly one completion follows. */
  make<T>(call: Call<T>): Promise<T> {
    try {
      notAborted(call.signal);
      call.guards();
    } catch (thrown) {
      return Promise.reject(this.#told(call, thrown, 'return'));
    }
    return this.#run(call);
  }

  /** Another call behind guards that come before its own. */
  after<T>(first: Omit<Call<T>, 'work'>, then: () => Promise<T>): Promise<T> {
    try {
      first.guards();
    } catch (thrown) {
      return Promise.reject(this.#told(first, thrown, 'return'));
    }
    return then();
  }

  /** The same for what is answered at once: nothing is in flight, and no completion follows. */
  now<T>(call: Omit<Call<T>, 'work'> & { readonly answer: () => T }): Promise<T> {
    try {
      notAborted(call.signal);
      call.guards();
      return Promise.resolve(call.answer());
    } catch (thrown) {
      return Promise.reject(this.#told(call, thrown, 'return'));
    }
  }

  /** Ends all that is in flight, but for `but`. */
  endAll(error: IliveError, but?: Operation): void {
    for (const operation of [...this.#open]) if (operation !== but) operation.giveUp(error);
  }

  #told<T>(call: Omit<Call<T>, 'work'>, thrown: unknown, delivery: Delivery): IliveError {
    const error = told(call, thrown, delivery);
    this.log(logLine(`${call.layer} ${call.verb}`, error));
    return error;
  }

  #run<T>(call: Call<T>): Promise<T> {
    const { layer, verb, signal, work } = call;
    return new Promise<T>((resolve, reject) => {
      const control = new AbortController();
      const end = (): boolean => {
        signal?.removeEventListener('abort', aborted);
        return this.#open.delete(operation);
      };
      const fail = (error: unknown): void => {
        if (end()) reject(this.#told(call, error, 'completion'));
      };
      const operation: Operation = {
        verb,
        layer,
        since: Date.now(),
        giveUp: (error) => {
          fail(error);
          control.abort(error);
        },
      };
      const aborted = (): void => operation.giveUp(new IliveError('ilive', 8007, { subReason: 'aborted' }));
      signal?.addEventListener('abort', aborted, { once: true });
      this.#open.add(operation);
      work(control.signal).then(
        (value) => end() && resolve(value),
        (thrown: unknown) => fail(thrown),
      );
    });
  }
}
