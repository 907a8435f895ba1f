import { Volume2 } from 'lucide-preact';
import { t } from '../i18n';
import { attempt } from '../ui/errors';
import type { RoomStore } from './room-store';

/** The one obvious button while the browser keeps the sound back. */
export function TapForSound({ store }: { store: RoomStore }) {
  if (!store.soundBlocked.value) return null;
  return (
    <button type="button" class="tap-for-sound" onClick={() => void attempt(() => store.room.audio.resume())}>
      <Volume2 size={20} aria-hidden="true" />
      {t().room.tapForSound}
    </button>
  );
}
