import type { SpeedTestResult } from '@ilive/client';
import { describe, expect, it } from 'vitest';
import { judge } from './verdict';

/** A good network, as a page can measure it. */
const GOOD: SpeedTestResult = { upLoss: null, downLoss: null, rttMs: 40, jitterMs: 3, upBps: 8e6, downBps: 40e6 };

describe('what a network carries', () => {
  for (const [what, changed, expected] of [
    ['all of it', {}, { level: 'good' }],
    ['a picture, but not the sharpest', { upBps: 1.2e6 }, { level: 'fair', weakest: 'up' }],
    ['no picture', { upBps: 4e5 }, { level: 'poor', weakest: 'up' }],
    ['a conversation with pauses', { rttMs: 260 }, { level: 'fair', weakest: 'delay' }],
    ['no conversation', { rttMs: 700 }, { level: 'poor', weakest: 'delay' }],
    ['stumbling sound', { jitterMs: 45 }, { level: 'fair', weakest: 'unsteady' }],
    ['stalling sound', { jitterMs: 180 }, { level: 'poor', weakest: 'unsteady' }],
    ['losses, where they are known', { upLoss: 0.05 }, { level: 'fair', weakest: 'unsteady' }],
    ['small pictures of others', { downBps: 1e6 }, { level: 'fair', weakest: 'down' }],
    ['no pictures of others', { downBps: 3e5 }, { level: 'poor', weakest: 'down' }],
    ['the worst of two decides', { upBps: 1.2e6, rttMs: 700 }, { level: 'poor', weakest: 'delay' }],
    ['of two alike the own picture is told', { upBps: 1.2e6, downBps: 1e6 }, { level: 'fair', weakest: 'up' }],
    ['what is not known does not count', { rttMs: null, jitterMs: null, downBps: null }, { level: 'good' }],
    ['without the upload nothing is said', { upBps: null }, null],
  ] as const) {
    it(what, () => expect(judge({ ...GOOD, ...changed })).toEqual(expected));
  }
});
