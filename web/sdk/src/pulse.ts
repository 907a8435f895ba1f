/** How often the media path is listened to, in ms. */
export const BEAT_MS = 250;
/** A path that carried packets within this, in ms … */
const ALIVE_MS = 2_000;
/** … and then nothing for this is silent (interface, "Logins"). */
const SILENT_MS = 500;

/** Notices when a media path that was alive falls wholly silent: the first sign of a lost network. */
export class Pulse {
  #heardAt = -Infinity;
  #told = false;

  /** @param silent called once for each silence. */
  constructor(private readonly silent: () => void) {}

  /** @param heard whether anything came since the last beat. */
  handleBeat(now: number, heard: boolean): void {
    if (heard) {
      this.#heardAt = now;
      this.#told = false;
      return;
    }
    const quiet = now - this.#heardAt;
    if (this.#told || quiet < SILENT_MS || quiet > ALIVE_MS) return;
    this.#told = true;
    this.silent();
  }

  /** Nothing comes any more where something came. */
  get silenced(): boolean {
    return this.#told;
  }
}

/** What has come on a connection: grows with every packet. Voices and pictures are read without cost; else the transport's counter. */
export async function packetsOf(pc: RTCPeerConnection): Promise<number> {
  const newest = pc.getReceivers().flatMap((receiver) => receiver.getSynchronizationSources().map(({ timestamp }) => timestamp));
  if (newest.length > 0 && Math.max(...newest) > performance.timeOrigin + performance.now() - SILENT_MS) return Math.max(...newest);
  const [sender] = pc.getSenders();
  let packets = 0;
  (await sender?.getStats())?.forEach((entry: { type: string; packetsReceived?: number }) => {
    if (entry.type === 'transport') packets = entry.packetsReceived ?? 0;
  });
  return packets;
}
