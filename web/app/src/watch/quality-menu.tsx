import { SlidersHorizontal } from 'lucide-preact';
import { t } from '../i18n';
import { QUALITIES, type Quality } from '../room/quality';
import type { RoomStore } from '../room/room-store';
import { Segments } from '../ui/field';
import { Popover } from '../ui/popover';

/** How sharp at most. */
export function QualityMenu({ store }: { store: RoomStore }) {
  return (
    <Popover icon={SlidersHorizontal} label={t().watch.quality}>{() => <QualityChoice store={store} />}</Popover>
  );
}

export function QualityChoice({ store }: { store: RoomStore }) {
  const words = t().watch;
  const names: Readonly<Record<Quality, string>> = { auto: words.qualityAuto, medium: words.qualityMedium, low: words.qualityLow };
  return (
    <div class="quality">
      <Segments
        label={words.quality}
        value={store.quality.value}
        options={QUALITIES.map((value) => ({ value, text: names[value] }))}
        onChange={(value) => (store.quality.value = value)}
      />
      <p class="tiny muted">{words.qualityHint}</p>
    </div>
  );
}
