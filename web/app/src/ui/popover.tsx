import type { LucideIcon } from 'lucide-preact';
import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { IconButton } from './button';
import { placed } from './place';
import './popover.css';

interface PopoverProps {
  label: string;
  icon?: LucideIcon;
  /** In place of an icon button: what stands on the button. */
  face?: ComponentChildren;
  tone?: 'plain' | 'filled';
  class?: string;
  /** Rendered only while it is open. */
  children: (close: () => void) => ComponentChildren;
}

/** A button and what it opens beside itself; Escape or a press elsewhere closes it. */
export function Popover({ label, icon, face, tone = 'plain', class: extra = '', children }: PopoverProps) {
  const button = useRef<HTMLSpanElement>(null);
  const sheet = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);
  const id = useId();
  const close = () => sheet.current?.hidePopover();

  useLayoutEffect(() => {
    const [anchor, box] = [button.current, sheet.current];
    if (!open || anchor === null || box === null) return;
    const place = () => {
      const { left, top } = placed(anchor.getBoundingClientRect(), box.getBoundingClientRect(), window.innerWidth, window.innerHeight);
      box.style.left = `${left}px`;
      box.style.top = `${top}px`;
    };
    place();
    const watcher = new ResizeObserver(place);
    watcher.observe(box);
    window.addEventListener('resize', place);
    return () => {
      watcher.disconnect();
      window.removeEventListener('resize', place);
    };
  }, [open]);

  const shared = { popovertarget: id, 'aria-expanded': open, 'aria-haspopup': 'dialog' as const };
  return (
    <>
      <span ref={button} class={`popover-anchor ${extra}`}>
        {face === undefined && icon !== undefined ? (
          <IconButton icon={icon} label={label} tone={tone} {...shared} />
        ) : (
          <button type="button" class="popover-face" title={label} {...shared}>
            {face}
            <span class="sr-only">{label}</span>
          </button>
        )}
      </span>
      <div
        ref={sheet}
        id={id}
        popover="auto"
        role="dialog"
        aria-label={label}
        class="popover"
        onToggle={(event) => setOpen(event.newState === 'open')}
      >
        {open && children(close)}
      </div>
    </>
  );
}
