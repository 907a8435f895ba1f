import type { LucideIcon } from 'lucide-preact';
import type { ComponentChildren, JSX } from 'preact';
import './button.css';

interface ButtonProps extends Omit<JSX.ButtonHTMLAttributes<HTMLButtonElement>, 'icon' | 'size'> {
  kind?: 'primary' | 'neutral' | 'ghost' | 'danger';
  icon?: LucideIcon;
  busy?: boolean;
  children: ComponentChildren;
}

/** A button with words. While `busy` it keeps its width, shows that it works, and cannot be pressed again. */
export function Button({ kind = 'neutral', icon: Icon, busy = false, children, class: extra, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      class={`button button-${kind} ${typeof extra === 'string' ? extra : ''}`}
      disabled={rest.disabled === true || busy}
      {...(busy ? { 'aria-busy': true } : {})}
    >
      {Icon !== undefined && <Icon size={18} aria-hidden="true" />}
      <span class="button-text">{children}</span>
    </button>
  );
}

interface IconButtonProps extends Omit<JSX.ButtonHTMLAttributes<HTMLButtonElement>, 'icon' | 'size'> {
  icon: LucideIcon;
  /** What pressing it does: its name for everybody who does not see the icon. */
  label: string;
  tone?: 'plain' | 'filled' | 'off' | 'danger';
  /** Only for buttons that stay pressed. */
  pressed?: boolean;
  /** As `aria-keyshortcuts` wants it, e.g. `M`. */
  keys?: string;
}

/** A button that is an icon; 44 px or more in both directions. */
export function IconButton({ icon: Icon, label, tone = 'plain', pressed, keys, class: extra, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      class={`icon-button icon-button-${tone} ${typeof extra === 'string' ? extra : ''}`}
      aria-label={label}
      title={keys === undefined ? label : `${label} (${keys})`}
      {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}
      {...(keys === undefined ? {} : { 'aria-keyshortcuts': keys })}
    >
      <Icon size={20} aria-hidden="true" />
    </button>
  );
}
