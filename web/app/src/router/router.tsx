import { signal } from '@preact/signals';
import type { ComponentChildren, JSX } from 'preact';
import { pathOf, routeOf, type Route } from './route';

export const route = signal<Route>(routeOf(location.pathname));

/** Asked before leaving a page; `false` keeps the person on it. */
export type LeaveGuard = (go: () => void) => boolean;
let guard: LeaveGuard | undefined;

/** While `ask` is set, in-app links and the back button go through it. Returns the way to lift it. */
export function guardLeaving(ask: LeaveGuard): () => void {
  guard = ask;
  return () => {
    if (guard === ask) guard = undefined;
  };
}

function show(next: Route): void {
  route.value = next;
  window.scrollTo(0, 0);
}

/** Goes to a page. `replace` leaves no step back to this one; `unasked` skips the guard. */
export function navigate(to: Route, options: { replace?: boolean; unasked?: boolean } = {}): void {
  const go = () => {
    history[options.replace ? 'replaceState' : 'pushState'](null, '', pathOf(to));
    show(to);
  };
  if (options.unasked || guard === undefined || guard(go)) go();
}

/** Follows the back and forward buttons. */
export function startRouter(): void {
  let current = location.href;
  window.addEventListener('popstate', () => {
    const wanted = location.href;
    const go = () => {
      current = wanted;
      if (location.href !== wanted) history.pushState(null, '', wanted);
      show(routeOf(location.pathname));
    };
    if (guard === undefined || guard(go)) return go();
    history.pushState(null, '', current);
  });
  route.subscribe(() => (current = location.href));
}

interface LinkProps extends Omit<JSX.AnchorHTMLAttributes<HTMLAnchorElement>, 'href'> {
  to: Route;
  children: ComponentChildren;
}

/** A link within the app: real address, no reload. */
export function Link({ to, children, ...rest }: LinkProps) {
  const follow = (event: MouseEvent) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    navigate(to);
  };
  return (
    <a {...rest} href={pathOf(to)} onClick={follow}>
      {children}
    </a>
  );
}
