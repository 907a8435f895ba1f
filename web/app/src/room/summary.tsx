import type { RoomSummary } from '@ilive/client';
import { fmt, t } from '../i18n';
import './summary.css';

/** What a live was, in four numbers. */
export function Summary({ summary }: { summary: RoomSummary }) {
  const words = t().room;
  const facts: ReadonlyArray<readonly [string, string]> = [
    [words.summaryDuration, fmt().clock(summary.durationMs)],
    [words.summaryPeak, fmt().count(summary.peakPeople)],
    [words.summaryTotal, fmt().count(summary.totalPeople)],
    [words.summaryMessages, fmt().count(summary.messages)],
  ];
  return (
    <dl class="summary">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd class="num">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
