import { describe, expect, it } from 'vitest';
import { Timeline, type Arrival, type Numbered } from '../src/timeline.js';

const at = (...seqs: number[]): Numbered[] => seqs.map((seq) => ({ seq }));

/** What a timeline did, in a line. */
function tell(arrival: Arrival<Numbered>): string {
  if (arrival.kind === 'deliver') return `deliver ${arrival.messages.map(({ seq }) => seq).join(' ')}`;
  return arrival.kind === 'read' ? `read ${arrival.after}..${arrival.before}` : 'nothing';
}

describe('a timeline', () => {
  it('delivers what comes in order, once', () => {
    const timeline = new Timeline<Numbered>(5);

    const told = [6, 7, 7, 6, 8].map((seq) => tell(timeline.handleArrived({ seq })));

    expect(told).toEqual(['deliver 6', 'deliver 7', 'nothing', 'nothing', 'deliver 8']);
  });

  it('begins with the first arrival when it knows no past', () => {
    expect(tell(new Timeline<Numbered>(-1).handleArrived({ seq: 41 }))).toBe('deliver 41');
  });

  it('reads what lies in a gap before it goes on', () => {
    const timeline = new Timeline<Numbered>(5);

    const told = [
      timeline.handleArrived({ seq: 9 }),
      timeline.handleArrived({ seq: 10 }),
      timeline.handleRead(at(6, 7, 8)),
    ].map(tell);

    expect(told).toEqual(['read 5..9', 'nothing', 'deliver 6 7 8 9 10']);
  });

  it('goes on over numbers that do not exist', () => {
    const timeline = new Timeline<Numbered>(5);
    timeline.handleArrived({ seq: 9 });

    expect(tell(timeline.handleRead(at(7)))).toBe('deliver 7 9');
  });

  it('reads a second gap that opened while it read the first', () => {
    const timeline = new Timeline<Numbered>(5);
    timeline.handleArrived({ seq: 8 });
    timeline.handleArrived({ seq: 12 });

    expect(tell(timeline.handleRead(at(6, 7)))).toBe('deliver 6 7 8');
    expect(tell(timeline.behindGap())).toBe('read 8..12');
    expect(tell(timeline.handleRead(at(9, 10, 11)))).toBe('deliver 9 10 11 12');
  });

  it('reads all that is newer after events were lost', () => {
    const timeline = new Timeline<Numbered>(5);

    const told = [timeline.handleGap(), timeline.handleArrived({ seq: 9 }), timeline.handleRead(at(6, 7, 8, 9)), timeline.behindGap()].map(tell);

    expect(told).toEqual(['read 5..0', 'nothing', 'deliver 6 7 8 9', 'nothing']);
  });

  it('tries again with the next arrival when reading failed', () => {
    const timeline = new Timeline<Numbered>(5);
    timeline.handleArrived({ seq: 8 });

    timeline.handleReadFailed();

    expect(tell(timeline.handleArrived({ seq: 9 }))).toBe('read 5..8');
  });

  it('does not keep more than its budget behind a gap', () => {
    const timeline = new Timeline<Numbered>(0);

    const told = Array.from({ length: 501 }, (_, index) => timeline.handleArrived({ seq: index + 2 }).kind);

    expect(told[0]).toBe('read');
    expect(told.slice(1, -1).every((kind) => kind === 'nothing')).toBe(true);
    expect(told.at(-1)).toBe('deliver');
  });
});
