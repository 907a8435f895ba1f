import { Radio } from 'lucide-preact';
import { useEffect, useMemo } from 'preact/hooks';
import { t } from '../i18n';
import { GetReady } from '../preflight/get-ready';
import { Summary } from '../room/summary';
import { RoomProblem } from '../room/room-problem';
import { navigate } from '../router/router';
import { TicketGate } from '../session/ticket-gate';
import { Button } from '../ui/button';
import { Centered, Skeleton } from '../ui/state';
import { Topbar } from '../ui/topbar';
import { useTitle } from '../ui/use-title';
import { StudioStore } from './studio-store';
import { StudioView } from './studio-view';
import type { RoomSummary } from '@ilive/client';
import './studio.css';

/** `/studio/{room}`: get ready, be live, see what it was. */
export function StudioPage({ room }: { room: string }) {
  const store = useMemo(() => new StudioStore(room), [room]);
  useEffect(() => () => store.dispose(), [store]);
  useTitle(t().studio.pageTitle);
  const studio = store.studio.value;

  switch (studio.state) {
    case 'preparing':
      return (
        <>
          <Topbar />
          <TicketGate><GetReady room={room} onReady={(plan) => void store.goLive(plan)} /></TicketGate>
        </>
      );
    case 'opening':
      return <Opening />;
    case 'live':
      return <StudioView store={studio.store} ticket={studio.ticket} onEnd={() => store.end()} />;
    case 'failed':
      return (
        <>
          <Topbar />
          <Centered><RoomProblem room={room} failure={studio.failure} onRetry={() => store.retry()} /></Centered>
        </>
      );
    case 'over':
      return <Over summary={studio.summary} />;
  }
}

function Opening() {
  return (
    <>
      <Topbar />
      <main id="main" class="studio studio-opening" aria-busy="true">
        <div class="stage dark stage-opening"><p role="status">{t().preflight.goingLive}</p></div>
        <div class="panel" aria-hidden="true"><Skeleton class="panel-skeleton" /></div>
      </main>
    </>
  );
}

function Over({ summary }: { summary: RoomSummary | null }) {
  return (
    <>
      <Topbar />
      <main id="main" class="after">
        <section class="over">
          <h1>{t().studio.summaryTitle}</h1>
          {summary !== null && <Summary summary={summary} />}
          <div class="over-actions">
            <Button onClick={() => navigate({ page: 'home' })}>{t().common.toHome}</Button>
            <Button kind="primary" icon={Radio} onClick={() => navigate({ page: 'preflight' })}>{t().studio.again}</Button>
          </div>
        </section>
      </main>
    </>
  );
}
