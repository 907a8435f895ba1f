import { Cell } from './cell.js';
import type { Peer } from './peer.js';
import { Condenser } from './stats.js';
import type { Slots } from './slots.js';
import type { RoomStats } from './types/stats.js';

/** How often a connection is read, in ms (E.11, quality callback). */
const READ_MS = 2_000;

/** The statistics of whatever connection there is; read only while somebody subscribes. */
export function statsCell(peer: () => Peer | undefined, slots: Slots): Cell<RoomStats | null> {
  const cell: Cell<RoomStats | null> = new Cell<RoomStats | null>(null, () => {
    const condenser = new Condenser({ sent: (mid) => peer()?.sourceOf(mid) ?? null, slots });
    const read = async (): Promise<void> => {
      const report = await peer()?.pc.getStats();
      if (report) cell.set(condenser.handleReport([...report.values()], Date.now()));
    };
    void read();
    const timer = setInterval(() => void read(), READ_MS);
    return () => clearInterval(timer);
  });
  return cell;
}
