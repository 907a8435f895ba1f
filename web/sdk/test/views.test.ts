import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Source } from '../src/gen/ilive/v1/common_pb.js';
import { Slots } from '../src/slots.js';
import type { Who } from '../src/types/ids.js';
import { LiveViews, type Wanted } from '../src/views.js';

class FakeElement {
  srcObject: unknown = null;
  constructor(public clientHeight: number) {}
  play = () => Promise.resolve();
}

function world() {
  const wanted: Wanted[] = [];
  const members = new Set(['5', '6']);
  const slots = new Slots(() => views.handleChanged());
  const views: LiveViews = new LiveViews({
    slots,
    guard: () => undefined,
    tinyIdOf: (who: Who) => ('tinyId' in who && members.has(who.tinyId) ? who.tinyId : null),
    streamOf: (mid) => `stream ${mid}` as unknown as MediaStream,
    want: (value) => wanted.push(value),
  });
  const slot = (mid: string, tinyId: bigint) => ({ mid, tinyId, source: Source.MAIN }) as never;
  const attach = (height: number, tinyId: string) => {
    const element = new FakeElement(height);
    return { element, view: views.attach(element as unknown as HTMLVideoElement, { tinyId }) };
  };
  return { views, slots, slot, wanted, members, attach };
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('ResizeObserver', class {
    observe = () => undefined;
    unobserve = () => undefined;
    disconnect = () => undefined;
  });
  vi.stubGlobal('devicePixelRatio', 2);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('views', () => {
  it('that are laid out together are told together, in pixels of the screen', () => {
    const { wanted, attach } = world();

    attach(100, '5');
    attach(180, '6');
    vi.advanceTimersByTime(100);

    expect(wanted).toEqual([
      { auto: true, views: [{ tinyId: '5', source: 'main', height: 240 }, { tinyId: '6', source: 'main', height: 360 }] },
    ]);
  });

  it('of one picture are one wish, as large as the largest', () => {
    const { wanted, attach } = world();

    attach(60, '5');
    attach(240, '5');
    vi.advanceTimersByTime(100);

    expect(wanted[0]?.views).toEqual([{ tinyId: '5', source: 'main', height: 480 }]);
  });

  it('of somebody who is gone are not asked for', () => {
    const { views, wanted, members, attach } = world();
    attach(60, '5');
    attach(60, '6');
    vi.advanceTimersByTime(100);

    members.delete('6');
    views.handleChanged();
    vi.advanceTimersByTime(100);

    expect(wanted.map(({ views }) => views.map(({ tinyId }) => tinyId))).toEqual([['5', '6'], ['5']]);
  });

  it('show what the slots carry, and follow when it moves', () => {
    const { slots, slot, attach } = world();
    const { element, view } = attach(100, '5');
    const shown = [[element.srcObject, view.state.value]];

    slots.handleAll([slot('4', 5n)]);
    shown.push([element.srcObject, view.state.value]);
    slots.handleChanged([slot('4', 6n), slot('7', 5n)]);
    shown.push([element.srcObject, view.state.value]);
    slots.handleChanged([slot('7', 0n)]);
    shown.push([element.srcObject, view.state.value]);

    expect(shown).toEqual([
      [null, 'waiting'],
      ['stream 4', 'showing'],
      ['stream 7', 'showing'],
      [null, 'waiting'],
    ]);
  });

  it('are told again in a new connection, and once otherwise', () => {
    const { views, wanted, attach } = world();
    attach(100, '5');
    vi.advanceTimersByTime(100);

    views.handleChanged();
    vi.advanceTimersByTime(100);
    const once = wanted.length;
    views.handleFresh();
    vi.advanceTimersByTime(100);

    expect([once, wanted.length]).toEqual([1, 2]);
  });

  it('leave their element when they are detached or replaced', () => {
    const { views, slots, slot, attach } = world();
    slots.handleAll([slot('4', 5n), slot('5', 6n)]);
    const { element, view } = attach(100, '5');

    views.attach(element as unknown as HTMLVideoElement, { tinyId: '6' });
    view.detach();
    const replaced = element.srcObject;
    views.close();

    expect(replaced).toBe('stream 5');
    expect(element.srcObject).toBeNull();
  });
});
