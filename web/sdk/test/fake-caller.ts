import { IliveError } from '../src/errors.js';
import type { Caller, RequestOptions } from '../src/requests.js';
import type { ReplyValue, RequestCase, RequestValue } from '../src/wire.js';

/** One request as a test sees it. */
export interface Asked {
  readonly kind: RequestCase;
  readonly value: Readonly<Record<string, unknown>>;
  readonly options: RequestOptions;
  answer(value: unknown): void;
  refuse(module: 'ilive' | 'av' | 'im', code: number, subReason?: string): void;
}

/** The server as a single machine sees it: a list of what was asked, answered by the test. */
export class FakeCaller implements Caller {
  readonly asked: Asked[] = [];

  call<K extends RequestCase>(kind: K, value: RequestValue<K>, options: RequestOptions = {}): Promise<ReplyValue<K>> {
    return new Promise((resolve, reject) => {
      this.asked.push({
        kind,
        value: value as Asked['value'],
        options,
        answer: (answer) => resolve(answer as ReplyValue<K>),
        refuse: (module, code, subReason = '') => reject(new IliveError(module, code, { subReason })),
      });
    });
  }

  get kinds(): RequestCase[] {
    return this.asked.map(({ kind }) => kind);
  }

  last(kind: RequestCase): Asked {
    const asked = this.asked.findLast((entry) => entry.kind === kind);
    if (!asked) throw new Error(`no ${kind} among ${this.kinds.join(', ')}`);
    return asked;
  }
}

/** Lets all that can go on without the outside go on. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}
