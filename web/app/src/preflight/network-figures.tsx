import type { SpeedTestProgress, SpeedTestResult } from '@ilive/client';
import { fmt, t } from '../i18n';

type Step = SpeedTestProgress['step'];

interface NetworkFiguresProps {
  /** What is known by now. */
  result: SpeedTestResult | undefined;
  /** What is being measured, while something is. */
  step?: Step | undefined;
}

/** The numbers as they come. What is not known has none; loss is shown only where it is known. */
export function NetworkFigures({ result, step }: NetworkFiguresProps) {
  const words = t().preflight;
  const rate = (bps: number) => fmt().bitrate(bps);
  const loss = lossOf(result);
  return (
    <>
      <dl class="network-figures">
        <Figure name={words.figureUp} value={result?.upBps} text={rate} now={step === 'up'} />
        <Figure name={words.figureDown} value={result?.downBps} text={rate} now={step === 'down'} />
        <Figure name={words.figureDelay} value={result?.rttMs} text={milliseconds} now={step === 'round_trip'} />
        <Figure name={words.figureJitter} value={result?.jitterMs} text={milliseconds} now={step === 'round_trip'} />
        {loss !== null && <Figure name={words.figureLoss} value={loss} text={(share) => fmt().percent(share)} now={false} />}
      </dl>
      {loss === null && <p class="tiny muted">{words.networkNoLoss}</p>}
    </>
  );
}

interface FigureProps {
  name: string;
  value: number | null | undefined;
  text: (value: number) => string;
  now: boolean;
}

function Figure({ name, value, text, now }: FigureProps) {
  return (
    <div>
      <dt>{name}</dt>
      <dd class="num" data-known={value != null}>{value == null ? <Unknown now={now} /> : text(value)}</dd>
    </div>
  );
}

function Unknown({ now }: { now: boolean }) {
  return (
    <>
      <span aria-hidden="true">{now ? '…' : '–'}</span>
      <span class="sr-only">{t().preflight.figureUnknown}</span>
    </>
  );
}

/** Under one there is a number too: nought would say that there is no delay. */
function milliseconds(ms: number): string {
  return ms < 1 ? `< ${fmt().milliseconds(1)}` : fmt().milliseconds(ms);
}

function lossOf(result: SpeedTestResult | undefined): number | null {
  const known = [result?.upLoss, result?.downLoss].filter((loss) => loss != null);
  return known.length === 0 ? null : Math.max(...known);
}
