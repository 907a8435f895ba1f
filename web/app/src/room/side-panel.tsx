import type { ComponentChildren } from 'preact';
import { useId, useRef } from 'preact/hooks';
import { t } from '../i18n';
import './side-panel.css';

interface Tab<T extends string> {
  id: T;
  text: string;
  /** How many things wait there; nothing for none. */
  badge?: number;
  content: ComponentChildren;
}

interface SidePanelProps<T extends string> {
  tabs: ReadonlyArray<Tab<T>>;
  shown: T;
  onShow: (id: T) => void;
  /** Beside the tabs. */
  extra?: ComponentChildren;
}

/** Chat, people and what else stands beside the stage, one at a time. All stay alive, so that the chat goes on being heard. */
export function SidePanel<T extends string>({ tabs, shown, onShow, extra }: SidePanelProps<T>) {
  const name = useId();
  const list = useRef<HTMLDivElement>(null);

  const moved = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    const at = tabs.findIndex((tab) => tab.id === shown);
    const next = tabs[(at + step + tabs.length) % tabs.length];
    if (next === undefined) return;
    onShow(next.id);
    list.current?.querySelector<HTMLElement>(`[data-tab="${next.id}"]`)?.focus();
  };

  return (
    <aside class="panel" aria-label={t().room.panel}>
      <div class="tabs">
        <div ref={list} class="tablist" role="tablist" onKeyDown={moved}>
          {tabs.map(({ id, text, badge }) => (
            <button
              key={id}
              type="button"
              class="tab"
              role="tab"
              id={`${name}-${id}-tab`}
              data-tab={id}
              aria-selected={id === shown}
              aria-controls={`${name}-${id}`}
              tabIndex={id === shown ? 0 : -1}
              onClick={() => onShow(id)}
            >
              {text}
              {badge !== undefined && badge > 0 && <span key={badge} class="tab-badge num">{badge}</span>}
            </button>
          ))}
        </div>
        {extra}
      </div>
      {tabs.map(({ id, content }) => (
        <div key={id} class="panel-body" role="tabpanel" id={`${name}-${id}`} aria-labelledby={`${name}-${id}-tab`} hidden={id !== shown}>
          {content}
        </div>
      ))}
    </aside>
  );
}
