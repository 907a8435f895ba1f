import type { Checks } from './checks.js';
import type { LiveClient } from './client.js';
import type { Config } from './config.js';
import { refused } from './errors.js';
import type { Operations } from './operations.js';
import type { Timers } from './timers.js';
import type { IliveEvent } from './types/layers.js';
import type { ReplyValue, RequestCase, RequestValue } from './wire.js';
import type { RequestOptions } from './requests.js';

/** What invitations and calls need of their object. */
export interface SignallingWorld {
  readonly operations: Operations;
  readonly checks: Checks;
  readonly config: Config;
  readonly client: () => LiveClient | null;
  readonly emit: (event: IliveEvent) => void;
}

/** Asks the server of the login that there is. */
export function ask<K extends RequestCase>(world: SignallingWorld, kind: K, value: RequestValue<K>, options: RequestOptions): Promise<ReplyValue<K>> {
  const client = world.client();
  if (!client) return Promise.reject(refused('ilive', 8009, 'logged_out', 'nobody is logged in'));
  return client.requests.call(kind, value, options);
}

/** From the beginning of a ring to what its silence means: the server ends what rings, this is for one that is silent. */
export function rungOutMs({ ring, request }: Timers): number {
  return ring + request;
}

/** An id that the app names; one that is no number is nobody's. */
export function idFrom(id: string): bigint {
  return /^\d{1,20}$/.test(id) ? BigInt.asUintN(64, BigInt(id)) : 0n;
}
