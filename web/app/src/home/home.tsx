import { Radio } from 'lucide-preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { t } from '../i18n';
import { navigate } from '../router/router';
import { TicketNotice } from '../session/ticket-gate';
import { Button } from '../ui/button';
import { Topbar } from '../ui/topbar';
import { useTitle } from '../ui/use-title';
import { Recent } from './recent';
import { RoomGrid } from './room-grid';
import { watchRooms } from './rooms-store';
import { found } from './search';
import { SearchBox } from './search-box';
import './home.css';

/** Who is live now, and the way to be live oneself. */
export function Home() {
  const words = t().home;
  const store = useMemo(watchRooms, []);
  const [query, setQuery] = useState('');
  useEffect(() => store.stop, [store]);
  useTitle(words.title);

  const list = store.list.value;
  // Where nobody is live the list itself invites, and one invitation is enough.
  const invited = list.state === 'loading' || (list.state === 'loaded' && query.trim() === '' && found(list.rooms, '').length === 0);

  return (
    <>
      <Topbar>
        <SearchBox query={query} onQuery={setQuery} />
      </Topbar>
      <main id="main" class="home">
        <div class="home-head">
          <h1>{words.title}</h1>
          {!invited && <Button kind="primary" icon={Radio} onClick={() => navigate({ page: 'preflight' })}>{t().common.goLive}</Button>}
        </div>
        <TicketNotice />
        <RoomGrid list={list} query={query} onRetry={store.refresh} onClear={() => setQuery('')} />
        <Recent />
      </main>
    </>
  );
}
