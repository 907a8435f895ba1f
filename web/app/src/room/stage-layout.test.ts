import type { Member, Source, Uplink } from '@ilive/client';
import { describe, expect, it } from 'vitest';
import { agreed, bigOf, layoutOf, tilesOf, weakSide } from './stage-layout';

const up = (source: Source, muted = false): Uplink => ({ source, kind: source === 'aux' ? 'screen' : 'camera', muted, mutedByHost: false });
const member = (tinyId: string, uplinks: readonly Uplink[], host = false): Member => ({
  tinyId,
  userId: tinyId,
  nick: tinyId,
  role: '',
  roleType: host ? 'host' : 'cohost',
  host,
  own: false,
  kind: 'person',
  away: false,
  uplinks,
  mutedByHost: [],
});

const host = member('hal', [up('audio'), up('main')], true);
const guest = member('gus', [up('audio'), up('main', true)]);
const sharer = member('sue', [up('main'), up('aux')]);

describe('the stage', () => {
  it('has a picture for each member, and one for a shared screen', () => {
    expect(tilesOf([host, guest, sharer]).map(({ key, showing }) => [key, showing])).toEqual([
      ['hal:main', true],
      ['gus:main', false],
      ['sue:aux', true],
      ['sue:main', true],
    ]);
  });

  for (const [what, members, picked, big] of [
    ['the host', [guest, host], null, 'hal:main'],
    ['a screen before the host', [host, sharer], null, 'sue:aux'],
    ['what was picked, before all', [host, sharer], 'sue:main', 'sue:main'],
    ['the host again when what was picked is gone', [host, guest], 'sue:main', 'hal:main'],
    ['a guest when the host is not there', [guest], null, 'gus:main'],
    ['nobody when nobody is there', [], null, null],
  ] as const) {
    it(`shows large ${what}`, () => expect(bigOf(tilesOf(members), picked)).toBe(big));
  }
});

describe('the seats', () => {
  const crowd = ['a', 'b', 'c', 'd'].map((name) => member(name, [up('main')]));
  for (const [what, members, layout] of [
    ['are none for one picture', [host], 'alone'],
    ['lie over the large one while they are few', [host, ...crowd.slice(0, 3)], 'over'],
    ['stand beside it when they are many', [host, ...crowd], 'beside'],
    ['hide nothing of a shared screen', [sharer], 'beside'],
  ] as const) {
    it(what, () => expect(layoutOf(tilesOf(members), bigOf(tilesOf(members), null))).toBe(layout));
  }
});

describe('a weak network is', () => {
  const fine = { down: 'good', hostAway: false, hostSends: true, hostFps: 25 } as const;
  for (const [what, view, side] of [
    ['nobody’s when all is well', fine, 'none'],
    ['the viewer’s when packets are lost on the way here', { ...fine, down: 'weak', hostFps: 1 }, 'own'],
    ['the host’s when the picture stalls over a good link', { ...fine, hostFps: 2 }, 'host'],
    ['the host’s when the host’s link is lost', { ...fine, hostAway: true }, 'host'],
    ['nobody’s when the host sends no picture', { ...fine, hostSends: false, hostFps: 0 }, 'none'],
    ['nobody’s while nothing is measured', { ...fine, down: 'unknown', hostFps: null }, 'none'],
  ] as const) {
    it(what, () => expect(weakSide(view)).toBe(side));
  }
});

describe('a person is told of a weak network', () => {
  for (const [what, sides, told] of [
    ['after three measures that agree', ['none', 'own', 'own', 'own'], 'own'],
    ['not after two', ['own', 'own'], 'none'],
    ['not while they differ', ['own', 'host', 'own'], 'none'],
    ['no more once one is well', ['host', 'host', 'host', 'none'], 'none'],
  ] as const) {
    it(what, () => expect(agreed(sides)).toBe(told));
  }
});
