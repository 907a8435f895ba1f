import { signal } from '@preact/signals';
import './toast.css';

interface Toast {
  id: number;
  key: string;
  text: string;
}

const shown = signal<readonly Toast[]>([]);
let lastId = 0;

/** Long enough to read a short sentence twice. */
const SHOWN_MS = 4_000;
const MOST = 3;

/** Says something small that needs no answer. It takes the place of one with the same key. */
export function toast(text: string, key = text): void {
  const id = ++lastId;
  const others = shown.value.filter((one) => one.key !== key);
  shown.value = [...others, { id, key, text }].slice(-MOST);
  setTimeout(() => (shown.value = shown.value.filter((one) => one.id !== id)), SHOWN_MS);
}

/** Where toasts appear; once in the app. */
export function Toasts() {
  return (
    <div class="toasts" role="status" aria-live="polite">
      {shown.value.map(({ id, text }) => (
        <p key={id} class="toast dark">{text}</p>
      ))}
    </div>
  );
}
