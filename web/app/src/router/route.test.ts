import { describe, expect, it } from 'vitest';
import { pathOf, routeOf, type Route } from './route';

const cases: ReadonlyArray<readonly [string, Route]> = [
  ['/', { page: 'home' }],
  ['/studio', { page: 'preflight' }],
  ['/studio/1001', { page: 'studio', room: '1001' }],
  ['/r/1001', { page: 'watch', room: '1001' }],
  ['/r/s%3A42', { page: 'watch', room: 's:42' }],
];

describe('an address and its page belong together', () => {
  for (const [path, route] of cases) {
    it(path, () => {
      expect(routeOf(path)).toEqual(route);
      expect(pathOf(route)).toBe(path);
    });
  }
});

describe('anything else is missing', () => {
  for (const path of ['/r', '/r/1/2', '/admin', '/studio/1/2', '/r/%E0%A4%A']) {
    it(path, () => expect(routeOf(path)).toEqual({ page: 'missing' }));
  }
});

it('a slash at the end changes nothing', () => expect(routeOf('/r/1001/')).toEqual({ page: 'watch', room: '1001' }));
