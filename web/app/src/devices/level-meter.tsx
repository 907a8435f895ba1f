import type { Observable } from '@ilive/client';
import { useEffect, useRef, useState } from 'preact/hooks';
import { t } from '../i18n';
import './level-meter.css';

/** Segments of the meter. */
const STEPS = 16;
/** Above this a voice is there. */
const HEARD = 0.08;

/** How loud the microphone is. The bar moves without rendering; the words change once somebody is heard. */
export function LevelMeter({ level, on }: { level: Observable<number> | undefined; on: boolean }) {
  const words = t().preflight;
  const bar = useRef<HTMLDivElement>(null);
  const [heard, setHeard] = useState(false);

  useEffect(() => {
    if (level === undefined || !on) return;
    const show = (value: number) => {
      if (bar.current !== null) showLevel(bar.current, value * 1.6);
      if (value > HEARD) setHeard(true);
    };
    show(level.value);
    return level.subscribe(show);
  }, [level, on]);

  const text = !on ? words.levelOff : heard ? words.levelGood : words.levelQuiet;
  return (
    <div class="level">
      <div ref={bar} class="level-bar" role="meter" aria-label={words.level} aria-valuemin={0} aria-valuemax={100} aria-valuenow={0} data-on={on} />
      <p class="tiny muted" role="status">{text}</p>
    </div>
  );
}

/** Puts a level of 0 to 1 on a bar, without rendering. */
export function showLevel(bar: HTMLElement, level: number): void {
  const shown = Math.min(1, level);
  bar.style.setProperty('--steps', String(Math.round(shown * STEPS)));
  bar.setAttribute('aria-valuenow', String(Math.round(shown * 100)));
}
