import { useEffect, useState } from 'preact/hooks';
import { fmt } from '../i18n';

/** A clock that runs: time since `sinceMs` (server's clock), shown as `00:12:31`. */
export function LiveClock({ sinceMs, offsetMs }: { sinceMs: number; offsetMs: number }) {
  const now = useNow();
  const text = fmt().clock(now + offsetMs - sinceMs);
  return <time class="num" role="timer" aria-live="off">{text}</time>;
}

/** Unix time in ms, new every second. */
export function useNow(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
