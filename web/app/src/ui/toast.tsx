import { signal } from '@preact/signals';
import './toast.css';

/** What can be done about a toast; pressing it takes the toast away. */
export interface ToastAction {
  text: string;
  does: () => void;
}

interface Toast {
  id: number;
  key: string;
  text: string;
  actions: readonly ToastAction[];
}

interface ToastOptions {
  /** It takes the place of one with the same key; the text unless told. */
  key?: string;
  actions?: readonly ToastAction[];
}

const shown = signal<readonly Toast[]>([]);
let lastId = 0;

/** Long enough to read a short sentence twice. */
const SHOWN_MS = 4_000;
/** Long enough to decide, too. */
const SHOWN_WITH_ACTIONS_MS = 12_000;
const MOST = 3;

/** Says something small that needs no answer, though one may be given. */
export function toast(text: string, { key = text, actions = [] }: ToastOptions = {}): void {
  const id = ++lastId;
  const others = shown.value.filter((one) => one.key !== key);
  shown.value = [...others, { id, key, text, actions }].slice(-MOST);
  setTimeout(() => take((one) => one.id === id), actions.length > 0 ? SHOWN_WITH_ACTIONS_MS : SHOWN_MS);
}

/** Takes back what is no longer so. */
export function untoast(key: string): void {
  take((one) => one.key === key);
}

function take(which: (one: Toast) => boolean): void {
  shown.value = shown.value.filter((one) => !which(one));
}

/** Where toasts appear; once in the app. */
export function Toasts() {
  return (
    <div class="toasts" role="status" aria-live="polite">
      {shown.value.map((one) => (
        <div key={one.id} class="toast dark">
          <p>{one.text}</p>
          {one.actions.map((action) => <Action key={action.text} action={action} onDone={() => untoast(one.key)} />)}
        </div>
      ))}
    </div>
  );
}

function Action({ action: { text, does }, onDone }: { action: ToastAction; onDone: () => void }) {
  const press = () => {
    onDone();
    does();
  };
  return <button type="button" class="toast-action" onClick={press}>{text}</button>;
}
