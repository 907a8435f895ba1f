import type { LucideIcon } from 'lucide-preact';

export interface MenuItem {
  icon: LucideIcon;
  text: string;
  danger?: boolean;
  does: () => void;
}

/** Things to do, in a popover; each closes it first. */
export function Menu({ items, close }: { items: readonly MenuItem[]; close: () => void }) {
  return (
    <div class="menu">
      {items.map(({ icon: Icon, text, danger, does }) => (
        <button
          key={text}
          type="button"
          class={danger ? 'menu-item menu-item-danger' : 'menu-item'}
          onClick={() => {
            close();
            does();
          }}
        >
          <Icon size={18} aria-hidden="true" />
          {text}
        </button>
      ))}
    </div>
  );
}
