import { describe, expect, it } from 'vitest';
import { verdictOf } from './latency';

describe('the way to the server', () => {
  for (const [what, answers, expected] of [
    ['the best of the tries counts', [412, 23.4, 31], { state: 'good', ms: 23 }],
    ['an answer within a millisecond has a number too', [0.2], { state: 'good', ms: 1 }],
    ['far away', [380, 400], { state: 'slow', ms: 380 }],
    ['no answer', [], { state: 'bad' }],
  ] as const) {
    it(what, () => expect(verdictOf(answers)).toEqual(expected));
  }
});
