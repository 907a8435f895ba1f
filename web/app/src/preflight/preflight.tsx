import { useEffect, useMemo } from 'preact/hooks';
import { t } from '../i18n';
import { navigate } from '../router/router';
import { armStudio } from '../studio/armed';
import { TicketGate } from '../session/ticket-gate';
import { Topbar } from '../ui/topbar';
import { ownRoom } from './own-room';
import { GetReady } from './get-ready';
import { useTitle } from '../ui/use-title';

/** `/studio`: get ready, then be live in the own room. */
export function Preflight() {
  const room = useMemo(() => String(ownRoom()), []);
  useTitle(t().preflight.title);
  useEffect(() => window.scrollTo(0, 0), []);
  return (
    <>
      <Topbar />
      <TicketGate>
        <GetReady
          room={room}
          onReady={(plan) => {
            armStudio(room, plan);
            navigate({ page: 'studio', room });
          }}
        />
      </TicketGate>
    </>
  );
}
