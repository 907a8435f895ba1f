import { LoaderCircle } from 'lucide-preact';
import type { ConnectionState } from '@ilive/client';
import { useEffect, useState } from 'preact/hooks';
import { fmt, t } from '../i18n';
import './link-banner.css';

/** Over the stage while the link is lost: that it is being restored, and how long the place is kept. Heard once, seen counting. */
export function LinkBanner({ state }: { state: ConnectionState }) {
  if (state.state !== 'reconnecting') return null;
  const text = state.lost === 'media' ? t().room.mediaLost : t().room.reconnecting;
  return (
    <div class="link-banner" role="alert">
      <LoaderCircle class="turning" size={18} aria-hidden="true" />
      <span class="sr-only">{text}</span>
      <span class="num" aria-hidden="true">
        {state.lost === 'link' ? <Countdown deadline={state.deadline} /> : text}
      </span>
    </div>
  );
}

function Countdown({ deadline }: { deadline: number }) {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 250);
    return () => clearInterval(timer);
  }, []);
  const left = Math.ceil((deadline - now) / 1000);
  return <>{left > 0 ? t().room.reconnectingFor(fmt().seconds(left)) : t().room.reconnecting}</>;
}
