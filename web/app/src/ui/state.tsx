import type { LucideIcon } from 'lucide-preact';
import type { ComponentChildren } from 'preact';
import './state.css';

interface EmptyProps {
  icon: LucideIcon;
  title: string;
  text?: string;
  children?: ComponentChildren;
}

/** In the place of a list that has nothing to show: says so, and invites. */
export function Empty({ icon: Icon, title, text, children }: EmptyProps) {
  return (
    <div class="empty">
      <span class="empty-icon"><Icon size={28} aria-hidden="true" /></span>
      <p class="empty-title">{title}</p>
      {text !== undefined && <p class="muted">{text}</p>}
      {children !== undefined && children !== false && <div class="empty-actions">{children}</div>}
    </div>
  );
}

/** The shape of what is being loaded. */
export function Skeleton({ class: extra = '' }: { class?: string }) {
  return <span class={`skeleton ${extra}`} aria-hidden="true" />;
}

/** A full page that says one thing. */
export function Centered({ children }: { children: ComponentChildren }) {
  return <main id="main" class="centered">{children}</main>;
}

/** Red, with the word: colour alone would not say it. */
export function LiveBadge({ children }: { children: ComponentChildren }) {
  return (
    <span class="live-badge">
      <span class="live-dot" aria-hidden="true" />
      {children}
    </span>
  );
}
