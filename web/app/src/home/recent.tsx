import { History } from 'lucide-preact';
import { fmt, t } from '../i18n';
import { forgetRecent, recentRooms } from '../prefs/recent-store';
import { Link } from '../router/router';
import { Button } from '../ui/button';

/** Rooms that this person was in, on this machine. Absent while there are none. */
export function Recent() {
  const words = t().home;
  const rooms = recentRooms.value;
  if (rooms.length === 0) return null;
  return (
    <section class="recent" aria-labelledby="recent-title">
      <div class="recent-head">
        <h2 id="recent-title">{words.recent}</h2>
        <Button kind="ghost" onClick={forgetRecent}>{words.forgetRecent}</Button>
      </div>
      <ul class="recent-list">
        {rooms.map(({ room, title, at }) => (
          <li key={room}>
            <Link to={{ page: 'watch', room }} class="recent-room" aria-label={words.recentLabel(title)}>
              <History size={18} aria-hidden="true" />
              <span class="recent-words">
                <span class="clip">{title}</span>
                <span class="muted tiny num clip">{t().common.roomNumber(room)} · {fmt().time(at, Date.now())}</span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
