import { CircleAlert, CircleCheck, CircleMinus, TriangleAlert, Unplug } from 'lucide-preact';
import type { LucideIcon } from 'lucide-preact';
import type { RoomStats } from '@ilive/client';
import { useEffect, useState } from 'preact/hooks';
import { fmt, t } from '../i18n';
import { isLoopback } from '../room/loopback';
import type { RoomStore } from '../room/room-store';
import { useObservable } from '../session/observe';
import { Popover } from '../ui/popover';
import { BitrateGraph } from './bitrate-graph';
import { healthOf, mainUp, withMeasure, type Health, type History } from './health';
import './health-strip.css';

const ICONS: Readonly<Record<Health, LucideIcon>> = { good: CircleCheck, fair: TriangleAlert, poor: CircleAlert, none: CircleMinus, lost: Unplug };
const UNKNOWN = '–';

/** Do they see me well: the upstream bitrate and a word; a press shows the details. */
export function HealthStrip({ store }: { store: RoomStore }) {
  const words = t().studio;
  const stats = useObservable(store.room.stats);
  const [history, setHistory] = useState<History>({ at: [], bps: [] });
  useEffect(() => {
    if (stats !== null) setHistory((before) => withMeasure(before, stats));
  }, [stats]);

  const sends = [store.camera, store.microphone, store.screen].some((source) => source.value.state === 'live');
  const health = healthOf(store.state.value.state, stats, sends);
  const Icon = ICONS[health];
  const face = (
    <span class={`health health-${health}`}>
      <span class="num health-rate">↑ {health === 'lost' ? UNKNOWN : fmt().bitrate(stats?.sentBps ?? 0)}</span>
      <Icon size={18} aria-hidden="true" />
      <span class="health-word">{wordOf(health)}</span>
    </span>
  );
  return (
    <Popover label={words.healthDetails} face={face}>
      {() => <HealthDetails health={health} stats={stats} history={history} />}
    </Popover>
  );
}

function HealthDetails({ health, stats, history }: { health: Health; stats: RoomStats | null; history: History }) {
  const words = t().studio;
  const main = stats === null ? null : mainUp(stats);
  const facts: ReadonlyArray<readonly [string, string]> = [
    [words.statBitrate, stats === null ? UNKNOWN : fmt().bitrate(stats.sentBps)],
    [words.statRtt, stats?.rttMs == null ? UNKNOWN : fmt().milliseconds(stats.rttMs)],
    [words.statLoss, main === null ? UNKNOWN : fmt().percent(main.loss)],
    [words.statSize, main?.size ?? UNKNOWN],
    [words.statFps, main === null ? UNKNOWN : fmt().fps(main.fps)],
  ];
  return (
    <div class="health-details">
      <p class={`health health-${health}`}><strong>{wordOf(health)}</strong></p>
      <p class="small">{textOf(health)}</p>
      <BitrateGraph history={history} />
      <dl>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd class="num">{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

function wordOf(health: Health): string {
  const words = t().studio;
  return { good: words.healthGood, fair: words.healthFair, poor: words.healthPoor, none: words.healthNone, lost: words.healthLost }[health];
}

function textOf(health: Health): string {
  const words = t().studio;
  return {
    good: words.healthGoodText,
    fair: words.healthFairText,
    poor: isLoopback(location.hostname) ? words.healthPoorHere : words.healthPoorText,
    none: words.healthNoneText,
    lost: words.healthLostText,
  }[health];
}
