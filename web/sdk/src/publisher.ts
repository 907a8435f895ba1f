import type { IliveError } from './errors.js';
import { DEVICE_KINDS } from './device-kinds.js';
import type { MediaPath } from './media-path.js';
import type { ProfileRow } from './profiles.js';
import type { Caller } from './requests.js';
import type { Publisher } from './sources.js';
import type { DeviceKind } from './types/devices.js';
import type { Source } from './types/ids.js';
import { sourceToWire } from './wire.js';

export interface PublisherWorld {
  readonly caller: Caller;
  readonly guard: () => void;
  readonly path: () => MediaPath | undefined;
  readonly ended: (device: DeviceKind, source: Source, error?: IliveError) => void;
}

/** Puts an own source on the connection and tells the room of it. */
export class RoomPublisher implements Publisher {
  /** @param device what the room is told that it is. */
  constructor(
    private readonly world: PublisherWorld,
    private readonly device: DeviceKind,
  ) {}

  guard(): void {
    this.world.guard();
  }

  async publish(source: Source, track: MediaStreamTrack, muted: boolean, profile?: ProfileRow): Promise<void> {
    const path = this.world.path();
    if (!path) return;
    // An answer from before the right was given may have refused the section.
    if (!path.peer.maySend(source)) await path.refresh();
    const told = this.#tell(source, true, muted);
    const sent = path.peer.send(source, track, profile);
    try {
      await Promise.all([told, sent]);
    } catch (thrown) {
      await path.peer.send(source, null).catch(() => undefined);
      throw thrown;
    }
  }

  async replace(source: Source, track: MediaStreamTrack): Promise<void> {
    await this.world.path()?.peer.send(source, track);
  }

  async unpublish(source: Source): Promise<void> {
    // A connection that is closed sends nothing anyway.
    await this.world.path()?.peer.send(source, null).catch(() => undefined);
    await this.#tell(source, false, false);
  }

  async mute(source: Source, muted: boolean): Promise<void> {
    await this.#tell(source, true, muted);
  }

  ended(source: Source, error?: IliveError): void {
    this.world.ended(this.device, source, error);
  }

  async #tell(source: Source, on: boolean, muted: boolean): Promise<void> {
    await this.world.caller.call('setUplink', { source: sourceToWire(source), on, muted, kind: DEVICE_KINDS[this.device].uplink }, { inRoom: true });
  }
}
