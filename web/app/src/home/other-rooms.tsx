import { useEffect, useMemo } from 'preact/hooks';
import { t } from '../i18n';
import { roomText } from '../room/room-id';
import { RoomCard } from './room-card';
import { watchRooms } from './rooms-store';
import { found } from './search';

/** As many as fit below something else. */
const MOST = 4;

/** Other lives to go on with. Absent while there are none. */
export function OtherRooms({ except }: { except: string }) {
  const store = useMemo(watchRooms, []);
  useEffect(() => store.stop, [store]);
  const list = store.list.value;
  const cards = list.state === 'loaded' ? found(list.rooms, '').filter(({ room }) => roomText(room) !== except) : [];
  if (list.state !== 'loaded' || cards.length === 0) return null;
  return (
    <section class="other-rooms" aria-labelledby="other-rooms">
      <h2 id="other-rooms">{t().room.otherRooms}</h2>
      <ul class="room-grid">
        {cards.slice(0, MOST).map((card) => <RoomCard key={card.room} card={card} now={list.at} />)}
      </ul>
    </section>
  );
}
