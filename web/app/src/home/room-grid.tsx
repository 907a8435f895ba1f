import { Radio, SearchX } from 'lucide-preact';
import { useState } from 'preact/hooks';
import { fmt, t } from '../i18n';
import { navigate } from '../router/router';
import { isRoomNumber } from '../room/room-id';
import { guestsAllowed } from '../session/guests';
import { givenTicket } from '../session/session';
import { Button } from '../ui/button';
import { ErrorCard } from '../ui/error-card';
import { Empty } from '../ui/state';
import { RoomCard, RoomCardSkeleton } from './room-card';
import type { RoomList } from './rooms-store';
import { found } from './search';

interface RoomGridProps {
  list: RoomList;
  query: string;
  onRetry: () => void;
  onClear: () => void;
}

/** As many cards as are put on the page at a time. */
const PAGE = 24;

/** The live rooms in all their states: loading, failed, none, none that match, some, very many. */
export function RoomGrid({ list, query, onRetry, onClear }: RoomGridProps) {
  const [most, setMost] = useState(PAGE);
  if (list.state === 'loading') {
    return (
      <ul class="room-grid" aria-busy="true" aria-label={t().common.loading}>
        {Array.from({ length: 8 }, (_, i) => <RoomCardSkeleton key={i} />)}
      </ul>
    );
  }
  if (list.state === 'failed') {
    const retry = <Button kind="primary" onClick={onRetry}>{t().common.retry}</Button>;
    return <ErrorCard failure={list.failure} title={t().home.errorTitle} actions={retry} />;
  }
  const cards = found(list.rooms, query);
  if (cards.length === 0) return query.trim() === '' ? <NobodyLive /> : <NoMatch query={query.trim()} onClear={onClear} />;
  return (
    <>
      <p class="sr-only" role="status">{t().home.found(fmt().count(cards.length), cards.length)}</p>
      <ul class="room-grid">
        {cards.slice(0, most).map((card) => <RoomCard key={card.room} card={card} now={list.at} />)}
      </ul>
      {cards.length > most && <Button class="home-more" onClick={() => setMost(most + PAGE)}>{t().common.showMore}</Button>}
    </>
  );
}

/** Invites who can be live here; tells everybody else how they could. */
function NobodyLive() {
  const words = t().home;
  const letIn = guestsAllowed.value || givenTicket() !== undefined;
  return (
    <div class="home-empty">
      <Empty icon={Radio} title={words.emptyTitle} text={letIn ? words.emptyText : words.signedInOnly}>
        {letIn && <Button kind="primary" icon={Radio} onClick={() => navigate({ page: 'preflight' })}>{t().common.goLive}</Button>}
      </Empty>
    </div>
  );
}

function NoMatch({ query, onClear }: { query: string; onClear: () => void }) {
  const words = t().home;
  return (
    <div class="home-empty">
      <Empty icon={SearchX} title={words.noMatchTitle} text={words.noMatchText(query)}>
        {isRoomNumber(query) && (
          <Button kind="primary" onClick={() => navigate({ page: 'watch', room: query })}>{words.openRoom(query)}</Button>
        )}
        <Button onClick={onClear}>{words.clearSearch}</Button>
      </Empty>
    </div>
  );
}
