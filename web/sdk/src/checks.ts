import type { Config } from './config.js';
import { refused, type IliveError } from './errors.js';
import { type Layer, type Operations, type Verb } from './operations.js';
import type { RoomId } from './types/ids.js';
import type { ContextState, DeviceTestState } from './types/layers.js';

/** What the guards look at. */
export interface Standing {
  readonly config: Config;
  readonly operations: Operations;
  readonly released: boolean;
  /** Logged in at the IM layer or the façade. */
  readonly loggedIn: boolean;
  readonly context: ContextState;
  readonly test: DeviceTestState;
  /** The room that was entered and not left. */
  readonly currentRoom: RoomId | null;
}

/** IM's own numbers (D.5). */
export const IM_TIMEOUT = 6012;
export const IM_NOT_LOGGED_IN = 6014;
export const IM_LOGIN_UNFINISHED = 6015;
export const IM_UNKNOWN_ID = 70_107;

const no = (code: number, subReason: string, message: string): IliveError => refused(code < 8000 ? 'av' : 'ilive', code, subReason, message);

/** The guards of R1, each a question to the state that changes nothing. Methods ask them in the order of their steps. */
export class Checks {
  constructor(private readonly standing: Standing) {}

  /** Step 2: the object was released. */
  alive(): void {
    if (this.standing.released) throw no(8002, '', 'this object was released');
  }

  /** Step 5: messages, groups and calls. */
  imLoaded(): void {
    if (!this.standing.config.imSupport) throw no(8001, '', 'messaging was not loaded: imSupport is false');
  }

  /** Step 6, for messages, calls, push, record, speed test and device test. */
  loggedIn(): void {
    if (!this.standing.config.rawCodes && !this.#isIn()) throw no(8009, '', 'nobody is logged in');
  }

  /** Step 6, for rooms, devices and parameters: also while the AV context is not started. */
  avReady(): void {
    const ready = this.#isIn() && this.standing.context === 'CONTEXT_STATE_STARTED';
    if (!this.standing.config.rawCodes && !ready) throw no(8002, '', 'nobody is logged in, or the AV context is not started');
  }

  /** Step 7: 8011 while the class's operation is young; then the AV layer's word. */
  notBusy(verb: Verb): void {
    const { config, operations } = this.standing;
    const other = operations.busy(verb);
    if (other && !config.rawCodes && Date.now() - other.since < config.timers.stale) throw no(8011, 'busy', `${other.verb} is under way`);
    this.free(verb);
  }

  /** Step 8 of create and join: in this room 8024, in another 8010. */
  inNoRoom(id: RoomId): void {
    const current = this.standing.currentRoom;
    if (current === null || this.standing.config.rawCodes) return;
    if (current === id) throw no(8024, 'same_room', `in room ${id} already`);
    throw no(8010, 'in_other_room', `in room ${current}`);
  }

  /** Step 8: what works on the current room. */
  inRoom(): void {
    if (!this.standing.config.rawCodes && this.standing.currentRoom === null) throw no(8003, 'no_room', 'there is no current room');
  }

  /** Step 9: calls of which any number may be in flight have a limit all the same. */
  inBudget(): void {
    const { config, operations } = this.standing;
    if (operations.count >= config.inFlight) throw no(8053, 'too_many_requests', `${operations.count} calls wait for their completion`);
  }

  /**
   * A device's open or close, of either layer: up to 1001 and 1002.
   *
   * @param argument what the AV layer says of the argument: 1004.
   */
  device(layer: Layer, verb: Verb, argument: () => void = () => undefined): void {
    if (layer === 'facade') {
      this.alive();
      this.avReady();
      this.notBusy(verb);
    }
    this.started();
    argument();
    this.free(verb);
  }

  /** 1101. */
  started(): void {
    const started = this.standing.context === 'CONTEXT_STATE_STARTED' && !this.standing.released;
    if (!started) throw no(1101, '', 'the AV context is not started');
  }

  /** 1001 for the same operation in flight, 1002 for another of its class. */
  free(verb: Verb): void {
    const other = this.standing.operations.busy(verb);
    if (other) throw no(other.verb === verb ? 1001 : 1002, 'under_way', `${other.verb} is under way`);
  }

  /** 1201: in a room, and not on the way out of it. */
  roomEntered(): void {
    const leaving = this.standing.operations.busy('exit')?.verb === 'exit';
    if (this.standing.currentRoom === null || leaving) throw no(1201, '', 'no room was entered');
  }

  /** 1202. */
  roomExited(): void {
    const moving = this.standing.operations.busy('enter');
    if (this.standing.currentRoom !== null || moving) throw no(1202, '', 'a room was entered: leave it first');
  }

  /** 1602. */
  testStopped(): void {
    if (this.standing.test !== 'DEVICE_TEST_STATE_STOPPED') throw no(1602, '', 'a device test is running: stop it first');
  }

  /** 1601. */
  testStarted(): void {
    if (this.standing.test !== 'DEVICE_TEST_STATE_STARTED') throw no(1601, '', 'no device test was started');
  }

  /** The IM layer's own word for "not logged in". */
  imLoggedIn(): void {
    if (!this.standing.loggedIn) throw refused('im', IM_NOT_LOGGED_IN, '', 'not logged in to messaging');
  }

  /** A login that has gone all its way; one whose completion is still to come is none yet. */
  #isIn(): boolean {
    const start = this.standing.operations.busy('start');
    const halfway = start?.verb === 'start' && start.layer === 'facade';
    return this.standing.loggedIn && !halfway;
  }
}
