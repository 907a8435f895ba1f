import type { Capture } from './capture.js';
import type { Checks } from './checks.js';
import type { Host } from './host.js';
import type { Identities } from './identities.js';
import { newKey } from './keys.js';
import type { Operations } from './operations.js';
import type { SeatWorld } from './seat.js';
import type { Role } from './types/ids.js';
import type { Cancellable } from './types/observable.js';

/** What a room has of its login and its object. */
export interface RoomWorld extends SeatWorld {
  readonly url: string;
  readonly sdkAppId: number;
  readonly identities: Identities;
  readonly login: () => { userId: string; nick: string };
  readonly newKey: () => string;
  /** From now on events are this room's. */
  readonly entered: () => void;
  readonly left: () => void;
  readonly operations: Operations;
  readonly checks: Checks;
  /** Refuses what belongs to messages: 8001, 8009. */
  readonly guardMessages: () => void;
  readonly outbox: number;
  readonly framePool: number;
  readonly capture: Capture;
  readonly changeRole: (role: Role, options: Cancellable & { readonly roomKey?: string }) => Promise<void>;
}

/** What every room has of its object. */
export function sharedWith(host: Host) {
  const { config, operations, checks, newPeer, capture } = host;
  const { outbox, framePool } = config;
  const guardMessages = (): void => host.guardMessages();
  return { operations, checks, newPeer, capture, newKey, outbox, framePool, guardMessages, random: Math.random };
}
