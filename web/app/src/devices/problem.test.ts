import { IliveError } from '@ilive/client';
import { describe, expect, it } from 'vitest';
import { browserOf, problemOf } from './problem';

describe('why a device does not start', () => {
  for (const [what, error, expected] of [
    ['a camera that is not allowed', new IliveError('av', 1, { subReason: 'permission_denied' }), 'denied'],
    ['a microphone that is not allowed', new IliveError('ilive', 8020, { subReason: 'permission_denied' }), 'denied'],
    ['plain http', new IliveError('ilive', 8023, { subReason: 'insecure_context' }), 'insecure'],
    ['no camera', new IliveError('ilive', 8022), 'missing'],
    ['an unplugged camera', new IliveError('av', 1301), 'missing'],
    ['another program', new IliveError('av', 1008), 'busy'],
    ['anything else', new Error('x'), 'failed'],
  ] as const) {
    it(what, () => expect(problemOf(error)).toBe(expected));
  }
});

describe('the browser, by its name', () => {
  for (const [agent, expected] of [
    ['Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36', 'chrome'],
    ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Safari/605.1.15', 'safari'],
    ['Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Version/19.0 Mobile/15E148 Safari/604.1', 'ios'],
    ['Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Mobile Safari/537.36', 'android'],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0', 'firefox'],
    ['curl/8', 'other'],
  ] as const) {
    it(expected, () => expect(browserOf(agent)).toBe(expected));
  }
});
