/** Where a person is. `room` is as written in the address: `1001`, `team`, `s:42`. */
export type Route =
  | { page: 'home' }
  | { page: 'preflight' }
  | { page: 'studio'; room: string }
  | { page: 'watch'; room: string }
  | { page: 'missing' };

/** Reads the path of an address; query and fragment do not decide on the page. */
export function routeOf(path: string): Route {
  const parts = path.split('/').filter((part) => part !== '').map(decoded);
  const [first, room, ...rest] = parts;
  if (parts.some((part) => part === undefined) || rest.length > 0) return { page: 'missing' };
  if (first === undefined) return { page: 'home' };
  if (first === 'studio') return room === undefined ? { page: 'preflight' } : { page: 'studio', room };
  if (first === 'r' && room !== undefined) return { page: 'watch', room };
  return { page: 'missing' };
}

/** The path of a page; the inverse of {@link routeOf}. */
export function pathOf(route: Route): string {
  switch (route.page) {
    case 'home':
      return '/';
    case 'preflight':
      return '/studio';
    case 'studio':
      return `/studio/${encodeURIComponent(route.room)}`;
    case 'watch':
      return `/r/${encodeURIComponent(route.room)}`;
    case 'missing':
      return '/404';
  }
}

function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}
