import { Limits, type SpeedTestResult } from '@ilive/client';

/** What a network carries, in a word; and what holds it back most. */
export type Verdict = { level: 'good' } | { level: 'fair' | 'poor'; weakest: Weakness };
export type Weakness = 'up' | 'delay' | 'unsteady' | 'down';

/** The three layers of 720p (2.15 Mbit/s) and sound, with room to move. */
const SHARP_UP_BPS = 2_500_000;
/** The two smaller layers (650 kbit/s) and sound: a picture, but not the sharpest. */
const PICTURE_UP_BPS = 800_000;
/** The largest layer of somebody else (1.5 Mbit/s), and sound. */
const SHARP_DOWN_BPS = 1_700_000;
/** The middle layer (500 kbit/s), and sound. */
const PICTURE_DOWN_BPS = 600_000;
/** A packet of voice is 20 ms: what differs by more is waited for, and past five of them it is heard. */
const STEADY_MS = 30;
const SHAKY_MS = 100;

type Level = Verdict['level'];
const WORST_LAST: readonly Level[] = ['good', 'fair', 'poor'];

/** The worst of what was measured decides, what was not says nothing. None without the upload: that is what going live needs. */
export function judge({ upBps, downBps, rttMs, jitterMs, upLoss, downLoss }: SpeedTestResult): Verdict | null {
  if (upBps === null) return null;
  const loss = Math.max(upLoss ?? 0, downLoss ?? 0) * 1_000;
  const findings: ReadonlyArray<readonly [Weakness, Level]> = [
    ['up', enough(upBps, SHARP_UP_BPS, PICTURE_UP_BPS)],
    ['delay', below(rttMs, Limits.LEVEL_2_RTT_MS, Limits.LEVEL_3_RTT_MS)],
    ['unsteady', below(jitterMs, STEADY_MS, SHAKY_MS)],
    ['unsteady', below(loss, Limits.LEVEL_2_LOSS_PERMILLE, Limits.LEVEL_3_LOSS_PERMILLE)],
    ['down', enough(downBps, SHARP_DOWN_BPS, PICTURE_DOWN_BPS)],
  ];
  const worst = WORST_LAST.findLast((level) => findings.some(([, found]) => found === level));
  const [weakest] = findings.find(([, found]) => found === worst) ?? [];
  return worst === undefined || worst === 'good' || weakest === undefined ? { level: 'good' } : { level: worst, weakest };
}

function enough(value: number | null, good: number, fair: number): Level {
  if (value === null || value >= good) return 'good';
  return value >= fair ? 'fair' : 'poor';
}

function below(value: number | null, good: number, fair: number): Level {
  if (value === null || value < good) return 'good';
  return value < fair ? 'fair' : 'poor';
}
