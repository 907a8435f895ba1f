import { describe, expect, it } from 'vitest';
import { whatFailed } from '../src/peer.js';

describe('what made a connection fail', () => {
  it('is DTLS where its transport says so', () => {
    expect(whatFailed('connected', 'failed')).toBe('dtls');
  });

  it.each(['connected', 'completed'] as const)('is DTLS where ICE is %s, though its transport has not said so yet', (ice) => {
    expect(whatFailed(ice, 'connecting')).toBe('dtls');
  });

  it.each(['checking', 'disconnected', 'failed'] as const)('is ICE where that is %s', (ice) => {
    expect(whatFailed(ice, 'new')).toBe('ice');
    expect(whatFailed(ice, undefined)).toBe('ice');
  });
});
