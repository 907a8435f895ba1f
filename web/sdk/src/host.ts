import type { Capture } from './capture.js';
import type { Checks } from './checks.js';
import type { LiveClient } from './client.js';
import type { Config } from './config.js';
import type { IliveError } from './errors.js';
import type { Layer, Operations } from './operations.js';
import type { PathState, Peer } from './peer.js';
import type { LiveRooms } from './rooms.js';
import type { Devices } from './types/devices.js';
import type { Av, Calls, IliveEvent, Im } from './types/layers.js';
import type { EventBody } from './wire.js';

/** The object that a login is of: what outlives it, and what all its parts share. */
export interface Host {
  readonly config: Config;
  readonly operations: Operations;
  readonly checks: Checks;
  readonly rooms: LiveRooms;
  readonly devices: Devices;
  readonly av: Av;
  readonly im: Im;
  readonly calls: Calls;
  readonly capture: Capture;
  readonly newPeer: (videoSlots: number, onPath: (state: PathState) => void) => Peer;
  readonly emit: (event: IliveEvent) => void;
  /** Refuses what belongs to messages: 8001, 8009. */
  guardMessages(): void;
  logout(layer: Layer, client: LiveClient): Promise<void>;
  /** What the server tells that is no message and no matter of the ticket. */
  handleEvent(event: EventBody): void;
  /** The login has ended; without an error it was asked for. */
  handleClosed(client: LiveClient, error: IliveError | undefined): void;
}

/** What a login shows of the object that it is of. */
export class OfHost {
  constructor(protected readonly host: Host) {}

  get rooms() {
    return this.host.rooms;
  }

  get devices() {
    return this.host.devices;
  }

  get calls() {
    return this.host.calls;
  }

  get av() {
    return this.host.av;
  }

  get im() {
    return this.host.im;
  }
}
