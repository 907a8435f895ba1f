import { Pencil, Settings, Users } from 'lucide-preact';
import { fmt, t } from '../i18n';
import { LiveClock } from '../room/clock';
import type { RoomStore } from '../room/room-store';
import { Brand } from '../ui/brand';
import { Popover } from '../ui/popover';
import { SettingsPanel } from '../ui/settings-panel';
import { LiveBadge } from '../ui/state';
import { HealthStrip } from './health-strip';

/** The strip that answers at one look: live since, how many, how well, under which title. */
export function StudioHead({ store, onEditTitle }: { store: RoomStore; onEditTitle: () => void }) {
  const { count } = store.people.value;
  return (
    <header class="topbar studio-head">
      <a class="skip" href="#main">{t().common.skipToContent}</a>
      <Brand compact />
      <h1 class="sr-only">{t().studio.pageTitle}</h1>
      <span class="studio-live">
        <LiveBadge>{t().common.live}</LiveBadge>
        <LiveClock sinceMs={store.info.value.createdAtMs} offsetMs={store.client.clockOffsetMs} />
      </span>
      <span class="studio-people num" title={t().room.peopleCount(fmt().count(count), count)}>
        <Users size={16} aria-hidden="true" />
        <span aria-hidden="true">{fmt().count(count)}</span>
        <span class="sr-only">{t().room.peopleCount(fmt().count(count), count)}</span>
      </span>
      <HealthStrip store={store} />
      <button type="button" class="studio-title" title={t().studio.editTitle} onClick={onEditTitle}>
        <span class="clip">{store.title}</span>
        <span class="sr-only">{t().studio.editTitle}</span>
        <Pencil size={16} aria-hidden="true" />
      </button>
      <Popover label={t().common.settings} icon={Settings}>{() => <SettingsPanel />}</Popover>
    </header>
  );
}
