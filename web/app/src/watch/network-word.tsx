import { TriangleAlert } from 'lucide-preact';
import type { Member, RoomStats } from '@ilive/client';
import { useEffect, useState } from 'preact/hooks';
import { t } from '../i18n';
import type { RoomStore } from '../room/room-store';
import { MEASURES_AGREED, agreed, weakSide, type WeakSide } from '../room/stage-layout';
import { useObservable } from '../session/observe';

/** Says on whose side the network is weak. Silent while it is not. */
export function NetworkWord({ store }: { store: RoomStore }) {
  const stats = useObservable(store.room.stats);
  const [sides, setSides] = useState<readonly WeakSide[]>([]);
  useEffect(() => {
    if (stats !== null) setSides((before) => [...before, sideOf(stats, store.host)].slice(-MEASURES_AGREED));
  }, [stats]);

  const side = agreed(sides);
  return (
    <span class="network-word" role="status">
      {side !== 'none' && (
        <span class="pill pill-warn">
          <TriangleAlert size={14} aria-hidden="true" />
          {side === 'own' ? t().room.yourNetworkWeak : t().room.hostNetworkWeak}
        </span>
      )}
    </span>
  );
}

function sideOf(stats: RoomStats, host: Member | undefined): WeakSide {
  const picture = stats.down.find(({ tinyId, source }) => tinyId === host?.tinyId && source === 'main');
  return weakSide({
    down: stats.quality.down,
    hostAway: host?.away ?? false,
    hostSends: host?.uplinks.some(({ source, muted }) => source === 'main' && !muted) ?? false,
    hostFps: picture?.framesPerSecond ?? null,
  });
}
