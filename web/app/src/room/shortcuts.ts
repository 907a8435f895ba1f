import { useLayoutEffect, useRef } from 'preact/hooks';

/** What a key can do in a room. */
export type Shortcut = 'microphone' | 'camera' | 'screen' | 'hand' | 'chat' | 'full' | 'write' | 'help' | 'talk';

/** The part of a key event that decides. `typing`: the key belongs to a text field; `pressing`: to a button that has the focus. */
export interface Key {
  key: string;
  modified: boolean;
  typing: boolean;
  pressing: boolean;
}

/** D and R are known from other products; the list of keys names S and H. */
const KEYS: Readonly<Record<string, Shortcut>> = {
  m: 'microphone',
  v: 'camera',
  s: 'screen',
  d: 'screen',
  h: 'hand',
  r: 'hand',
  c: 'chat',
  f: 'full',
  '/': 'write',
  '?': 'help',
  ' ': 'talk',
};

/** The shortcut of a key, or none where the key means something else. Space on a button presses it. */
export function shortcutOf({ key, modified, typing, pressing }: Key): Shortcut | undefined {
  if (modified || typing) return undefined;
  const shortcut = KEYS[key.toLowerCase()];
  return shortcut === 'talk' && pressing ? undefined : shortcut;
}

/** What a page does with the shortcuts it knows. `talk` is told when space goes down and up. */
export type Shortcuts = Partial<Record<Exclude<Shortcut, 'talk'>, () => void>> & { talk?: (held: boolean) => void };

/** Listens for the shortcuts while a page is there and no dialog is over it. */
export function useShortcuts(shortcuts: Shortcuts): void {
  const latest = useRef(shortcuts);
  latest.current = shortcuts;

  // Before the page is painted: who sees it may press.
  useLayoutEffect(() => {
    const down = (event: KeyboardEvent) => {
      const shortcut = shortcutOf(keyOf(event));
      if (shortcut === undefined || document.querySelector('dialog[open]') !== null) return;
      const action = shortcut === 'talk' ? latest.current.talk && (() => latest.current.talk?.(true)) : latest.current[shortcut];
      if (action === undefined) return;
      event.preventDefault();
      if (!event.repeat) action();
    };
    const up = (event: KeyboardEvent) => {
      if (event.key === ' ') latest.current.talk?.(false);
    };
    const away = () => latest.current.talk?.(false);
    window.addEventListener('keydown', down);
    window.addEventListener('keyup', up);
    window.addEventListener('blur', away);
    return () => {
      window.removeEventListener('keydown', down);
      window.removeEventListener('keyup', up);
      window.removeEventListener('blur', away);
    };
  }, []);
}

function keyOf(event: KeyboardEvent): Key {
  const at = event.target instanceof Element ? event.target : null;
  return {
    key: event.key,
    modified: event.ctrlKey || event.metaKey || event.altKey,
    typing: event.isComposing || at?.closest('input, textarea, select, [contenteditable]') != null,
    pressing: at?.closest('button, a, summary') != null,
  };
}
