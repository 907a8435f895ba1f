import type * as Sdk from '@ilive/client';
import type { Keys } from './line.js';
import { failure, news, words, type Words } from './told.js';
import { VERBS } from './verbs.js';

/** Says a line of the driver. */
export type Say = (line: string) => void;

/** Turns of the event loop's small queue in which what was refused at once has failed. */
const AT_ONCE_TURNS = 16;

/** One actor in its page: an object of the SDK that does what it is told, and says what came. */
export class Actor {
  readonly handlers = new Map<string, Sdk.EventHandler>();
  /** Numbers of users, as they were learnt. */
  readonly tinyIds = new Map<string, string>();
  readonly #pending = new Map<string, AbortController>();
  readonly #elements: HTMLVideoElement[] = [];
  init: Keys = {};
  ilive: Sdk.IliveApi;

  constructor(
    readonly sdk: typeof Sdk,
    private readonly name: string,
    private readonly say: Say,
  ) {
    this.ilive = sdk.createIlive();
  }

  /** The object of this actor is made anew, with these settings. */
  make(init: Keys, config: Sdk.IliveConfig): void {
    this.init = init;
    this.ilive = this.sdk.createIlive(config);
    this.ilive.addEventHandler((event) => this.say(`- event ${this.name} ${news(event)}`));
  }

  get room(): Sdk.Room | null {
    return this.ilive.client?.rooms.current.value ?? null;
  }

  /** The number of a user that was seen in the room or asked for; one that nobody has, else. */
  tinyId(user: string): string {
    return this.room?.members.value.find(({ userId }) => userId === user)?.tinyId ?? this.tinyIds.get(user) ?? '999999999';
  }

  element(): HTMLVideoElement {
    const element = document.body.appendChild(document.createElement('video'));
    element.height = 180;
    this.#elements.push(element);
    return element;
  }

  cancel(of: string): void {
    this.#pending.get(of)?.abort();
  }

  /** Makes a call. Said at once: that it was refused or is done, or that it was accepted; then its end. */
  async command(seq: number, verb: string, keys: Keys): Promise<void> {
    const run = VERBS[verb];
    if (!run) return this.say(`${seq} unknown`);
    const control = new AbortController();
    this.#pending.set(String(seq), control);
    let ended: string | undefined;
    let refused = true;
    const call = async (): Promise<Words | void> => run(this, keys, control.signal);
    const end = call().then(
      (said) => void (ended = `ilive 0 -${words(said ?? {})}`),
      (thrown: unknown) => {
        const error = thrown as Sdk.IliveError;
        refused = error.delivery === 'return';
        ended = error.module ? failure(error) : `ilive 8020 - raised_by=facade trace=none${words({ message: String(thrown) })}`;
      },
    );
    for (let turn = 0; turn < AT_ONCE_TURNS && ended === undefined; turn += 1) await null;
    if (ended !== undefined && refused) this.say(`${seq} return ${ended}`);
    else {
      this.say(`${seq} accepted`);
      await end;
      this.say(`${seq} done ${ended}`);
    }
    this.#pending.delete(String(seq));
  }
}
