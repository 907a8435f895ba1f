import { describe, expect, it } from 'vitest';
import { isLoopback } from './loopback';

describe('an address that only this machine reaches', () => {
  it.each(['localhost', 'ilive.localhost', '127.0.0.1', '127.1.2.3', '[::1]'])('%s is one', (host) => {
    expect(isLoopback(host)).toBe(true);
  });

  it.each(['192.168.1.20', 'live.example', 'localhost.example', 'notlocalhost', '127.0.0.1.example', '[fe80::1]'])('%s is none', (host) => {
    expect(isLoopback(host)).toBe(false);
  });
});
