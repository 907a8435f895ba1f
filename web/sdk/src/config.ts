import type { NamedRole } from './roles.js';
import { DEFAULT_TIMERS, type Timers } from './timers.js';

/** What one object is made with: `createIlive(config)`. */
export interface IliveConfig {
  /** False: messages, groups and calls are not loaded (8001), and rooms are entered without their chat. */
  readonly imSupport?: boolean;
  /** True: the façade's own refusals by state are off (R1, steps 6 to 8), the AV layer's codes come through. */
  readonly rawCodes?: boolean;
  /** True: a role that the app does not have is refused with `av` 1 `role_not_exists`; else it is taken as the default role. */
  readonly strictRoles?: boolean;
  /** Roles that are known without asking; those that the server has come before them. */
  readonly roles?: readonly NamedRole[];
  /** False: a second call that comes in rings too, instead of being answered as busy. */
  readonly autoBusy?: boolean;
  /** Messages that may wait in one conversation; another gets 8053. */
  readonly outbox?: number;
  /** Calls that may wait for their completion; another gets 8053. */
  readonly inFlight?: number;
  /** Frames of external capture that may wait for the encoder; another gets 8053. */
  readonly framePool?: number;
  /** Is given a line for every failure that the app is told, with its trace: `ilive log TRACE` has the server's half. */
  readonly log?: (line: string) => void;
  /** Deadlines in ms, where they are not the usual ones. What the server says at login comes before them. */
  readonly timers?: Partial<Timers>;
}

/** The same with all that was left out. */
export type Config = Required<Omit<IliveConfig, 'timers'>> & { readonly timers: Timers };

export function configFrom({ timers, ...config }: IliveConfig = {}): Config {
  const usual = { imSupport: true, rawCodes: false, strictRoles: false, roles: [], autoBusy: true, outbox: 100, inFlight: 256, framePool: 2, log: () => undefined };
  return { ...usual, ...config, timers: { ...DEFAULT_TIMERS, ...timers } };
}
