import { describe, expect, it } from 'vitest';
import { guestsIn } from './guests';

describe('whether a server has guests', () => {
  it.each([
    ['it says so', { name: 'iLive', guests: true }, true],
    ['it says no', { name: 'iLive', guests: false }, false],
    ['it does not say', { name: 'iLive' }, true],
    ['something else answers', null, true],
  ])('%s', (_, answer, allowed) => {
    expect(guestsIn(answer)).toBe(allowed);
  });
});
