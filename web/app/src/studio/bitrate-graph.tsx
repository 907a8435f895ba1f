import type uPlot from 'uplot';
import { useEffect, useRef } from 'preact/hooks';
import { fmt, t } from '../i18n';
import type { History } from './health';

const HEIGHT = 96;

/** What was sent, over the last two minutes. The library comes only when somebody looks. */
export function BitrateGraph({ history }: { history: History }) {
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const latest = useRef(history);
  latest.current = history;

  useEffect(() => {
    const gone = new AbortController();
    void drawIn(box.current, latest.current, gone.signal).then((drawn) => (plot.current = drawn));
    return () => {
      gone.abort();
      plot.current?.destroy();
      plot.current = null;
    };
  }, []);
  useEffect(() => plot.current?.setData(dataOf(history)), [history]);

  return <div ref={box} class="graph" role="img" aria-label={t().studio.graphLabel} />;
}

async function drawIn(box: HTMLElement | null, history: History, gone: AbortSignal): Promise<uPlot | null> {
  const [{ default: UPlot }] = await Promise.all([import('uplot'), import('uplot/dist/uPlot.min.css')]);
  if (box === null || gone.aborted) return null;
  const style = getComputedStyle(box);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  const axis = { stroke: colour('--text-2'), grid: { stroke: colour('--line'), width: 1 }, ticks: { show: false } };
  const options: uPlot.Options = {
    width: box.clientWidth,
    height: HEIGHT,
    cursor: { show: false },
    legend: { show: false },
    scales: { y: { range: (_plot, _low, high) => [0, Math.max(high, 100_000) * 1.1] } },
    axes: [
      { ...axis, show: false },
      { ...axis, size: 76, values: (_plot, ticks) => ticks.map((bps) => fmt().bitrate(bps)) },
    ],
    series: [{}, { stroke: colour('--accent-text'), fill: colour('--accent-soft'), width: 2, points: { show: false } }],
  };
  return new UPlot(options, dataOf(history), box);
}

function dataOf({ at, bps }: History): uPlot.AlignedData {
  return [[...at], [...bps]];
}
