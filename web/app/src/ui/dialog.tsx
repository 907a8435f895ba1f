import { X } from 'lucide-preact';
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { t } from '../i18n';
import { IconButton } from './button';
import './dialog.css';

interface DialogProps {
  title: string;
  onClose: () => void;
  /** Buttons at the bottom, the one that goes on last. */
  actions?: ComponentChildren;
  size?: 'small' | 'wide';
  children: ComponentChildren;
}

/** A modal dialog that is open while it is rendered. Escape, the cross and a click beside it close it. */
export function Dialog({ title, onClose, actions, size = 'small', children }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  const heading = useRef<HTMLHeadingElement>(null);

  useEffect(() => {
    const before = document.activeElement;
    ref.current?.showModal();
    // Otherwise the cross would be what Enter presses.
    (ref.current?.querySelector<HTMLElement>('[autofocus]') ?? heading.current)?.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);

  const cancelled = (event: Event) => {
    event.preventDefault();
    onClose();
  };
  const pressed = (event: MouseEvent) => {
    if (event.target === ref.current) onClose();
  };

  return (
    <dialog ref={ref} class={`dialog dialog-${size}`} aria-labelledby={titleId} onCancel={cancelled} onMouseDown={pressed}>
      <div class="dialog-sheet">
        <div class="dialog-head">
          <h2 ref={heading} id={titleId} tabIndex={-1}>{title}</h2>
          <IconButton icon={X} label={t().common.close} onClick={onClose} />
        </div>
        <div class="dialog-body">{children}</div>
        {actions !== undefined && <div class="dialog-actions">{actions}</div>}
      </div>
    </dialog>
  );
}
