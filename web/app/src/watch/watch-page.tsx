import { Radio, VideoOff } from 'lucide-preact';
import { useEffect, useMemo } from 'preact/hooks';
import { t } from '../i18n';
import { OtherRooms } from '../home/other-rooms';
import { RoomProblem } from '../room/room-problem';
import { Summary } from '../room/summary';
import { navigate } from '../router/router';
import { Button } from '../ui/button';
import type { Failure } from '../ui/errors';
import { Centered, Empty, Skeleton } from '../ui/state';
import { Topbar } from '../ui/topbar';
import { useTitle } from '../ui/use-title';
import { WatchStore, type Watch } from './watch-store';
import { WatchView } from './watch-view';
import './watch.css';
import './phone.css';

/** `/r/{room}`: the live; before it, without it, after it. */
export function WatchPage({ room }: { room: string }) {
  const store = useMemo(() => new WatchStore(room), [room]);
  useEffect(() => () => store.dispose(), [store]);
  const watch = store.watch.value;
  useTitle(watch.state === 'in' ? watch.store.title : t().common.roomNumber(room));

  switch (watch.state) {
    case 'opening':
      return <Opening />;
    case 'in':
      return <WatchView store={watch.store} flow={watch.flow} />;
    case 'missing':
      return <Missing room={room} onRetry={() => void store.enter()} />;
    case 'failed':
      return <Failed room={room} failure={watch.failure} onRetry={() => void store.enter()} />;
    case 'over':
      return <Over watch={watch} room={room} />;
  }
}

/** The shape of the page, so that nothing jumps when the room is there. */
function Opening() {
  return (
    <div class="watch">
      <Topbar class="watch-bar" />
      <main id="main" class="watch-main" aria-busy="true">
        <div class="stage dark stage-opening"><p role="status">{t().room.entering}</p></div>
        <div class="watch-info" aria-hidden="true"><Skeleton class="watch-skeleton" /></div>
        <div class="panel" aria-hidden="true" />
      </main>
    </div>
  );
}

function Missing({ room, onRetry }: { room: string; onRetry: () => void }) {
  const { problems, watch } = t();
  return (
    <>
      <Topbar />
      <main id="main" class="after">
        <Empty icon={VideoOff} title={problems.roomOver.title} text={watch.roomMissingText(room)}>
          <Button kind="primary" onClick={onRetry}>{t().common.retry}</Button>
          <Button icon={Radio} onClick={() => navigate({ page: 'preflight' })}>{t().common.goLive}</Button>
        </Empty>
        <OtherRooms except={room} />
      </main>
    </>
  );
}

function Failed({ room, failure, onRetry }: { room: string; failure: Failure; onRetry: () => void }) {
  return (
    <>
      <Topbar />
      <Centered>
        <RoomProblem room={room} failure={failure} onRetry={onRetry} />
      </Centered>
    </>
  );
}

function Over({ watch: { summary, host }, room }: { watch: Extract<Watch, { state: 'over' }>; room: string }) {
  const words = t().room;
  return (
    <>
      <Topbar />
      <main id="main" class="after">
        <section class="over">
          <div>
            <h1>{words.endedTitle}</h1>
            <p class="muted">{words.endedBy(host)}</p>
          </div>
          {summary !== null && <Summary summary={summary} />}
          <div class="over-actions">
            <Button onClick={() => navigate({ page: 'home' })}>{t().common.toHome}</Button>
          </div>
        </section>
        <OtherRooms except={room} />
      </main>
    </>
  );
}
