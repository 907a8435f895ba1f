import { describe, expect, it } from 'vitest';
import { Source } from '../src/gen/ilive/v1/common_pb.js';
import { Slots } from '../src/slots.js';
import { Condenser } from '../src/stats.js';

function world() {
  const slots = new Slots(() => undefined);
  slots.handleAll([{ mid: '9', tinyId: 5n, source: Source.MAIN } as never]);
  return new Condenser({ sent: (mid) => (mid === '1' ? 'main' : null), slots });
}

const codec = { id: 'c', type: 'codec', mimeType: 'video/VP8', timestamp: 0 };
const pair = { id: 'p', type: 'candidate-pair', nominated: true, currentRoundTripTime: 0.04, availableOutgoingBitrate: 2e6, timestamp: 0 };
const sent = (bytesSent: number, timestamp: number) => ({ id: 'o', type: 'outbound-rtp', mid: '1', rid: 'h', codecId: 'c', bytesSent, framesEncoded: 60, frameHeight: 360, timestamp });
const heard = (fractionLost: number) => ({ id: 'r', type: 'remote-inbound-rtp', localId: 'o', fractionLost, timestamp: 0 });
const got = (mid: string, packets: number, lost: number, timestamp: number) => ({
  id: `i${mid}`, type: 'inbound-rtp', mid, packetsReceived: packets, packetsLost: lost, bytesReceived: packets * 1_000, jitter: 0.005, framesDecoded: 50, timestamp,
});

describe('statistics', () => {
  it('are of the time since the last reading', () => {
    const condenser = world();
    condenser.handleReport([codec, pair, sent(0, 0), got('9', 100, 0, 0)], 0);

    const stats = condenser.handleReport([codec, pair, sent(250_000, 2_000), heard(0.01), got('9', 290, 10, 2_000)], 2_000);

    expect(stats.up).toMatchObject([{ source: 'main', tinyId: null, layer: 'h', codec: 'VP8', bitrateBps: 1_000_000, loss: 0.01, height: 360, frames: 60 }]);
    expect(stats.down).toMatchObject([{ source: 'main', tinyId: '5', bitrateBps: 760_000, loss: 0.05, jitterMs: 5, frames: 50 }]);
    expect(stats).toMatchObject({ rttMs: 40, availableOutgoingBps: 2e6, sentBps: 1_000_000, receivedBps: 760_000, quality: { up: 'good', down: 'fair' } });
  });

  it('leave out slots that carry nobody and layers that were never sent', () => {
    const stats = world().handleReport([got('8', 10, 0, 0), { ...sent(0, 0), framesEncoded: 0 }], 0);

    expect([stats.up, stats.down]).toEqual([[], []]);
    expect(stats.quality).toEqual({ up: 'unknown', down: 'unknown' });
  });

  it.each([
    ['no loss', 0, 'good'],
    ['2 %', 2, 'fair'],
    ['10 %', 10, 'fair'],
    ['11 %', 11, 'weak'],
  ])('judge %s', (_, lost, expected) => {
    const condenser = world();
    condenser.handleReport([got('9', 0, 0, 0)], 0);

    expect(condenser.handleReport([got('9', 100 - lost, lost, 2_000)], 2_000).quality.down).toBe(expected);
  });

  it.each([
    ['nothing', [], null],
    ['a short way', [{ ...pair, currentRoundTripTime: 0.04 }], 1],
    ['a long one', [{ ...pair, currentRoundTripTime: 0.3 }], 3],
    ['one that is no good', [{ ...pair, currentRoundTripTime: 2 }], 5],
  ])('have a level for %s', (_, entries, level) => {
    expect(world().handleReport(entries, 0).level).toBe(level);
  });

  it('have level 6 when the way that there was is gone', () => {
    const condenser = world();
    condenser.handleReport([pair], 0);

    expect(condenser.handleReport([], 2_000).level).toBe(6);
  });
});
