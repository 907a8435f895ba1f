import { Limits } from '@ilive/client';
import { SendHorizontal } from 'lucide-preact';
import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { fmt, t } from '../i18n';
import { IconButton } from '../ui/button';
import type { ChatStore } from './chat-store';

/** In characters, of which one has at most four bytes. */
const MOST = Math.floor(Limits.GROUP_MESSAGE_MAX_BYTES / 4);

/** Where one writes; `/` leads here. Enter sends, but not while an input method is choosing characters. */
export function ChatInput({ chat }: { chat: ChatStore }) {
  const words = t().room;
  const text = useSignal('');
  const input = useRef<HTMLInputElement>(null);

  const submitted = (event: Event) => {
    event.preventDefault();
    const said = text.value.trim();
    if (said === '') return;
    text.value = '';
    void chat.send(said);
    input.current?.focus();
  };
  const pressed = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && event.isComposing) event.preventDefault();
    if (event.key === 'Escape') input.current?.blur();
  };

  return (
    <form class="chat-form" onSubmit={submitted}>
      <input
        ref={input}
        class="input chat-input"
        value={text.value}
        placeholder={words.chatInput}
        aria-label={words.chatInput}
        aria-keyshortcuts="/"
        maxLength={MOST}
        autocomplete="off"
        enterkeyhint="send"
        data-chat-input
        title={text.value.length >= MOST ? words.tooLong(fmt().count(MOST)) : ''}
        onInput={(event) => (text.value = event.currentTarget.value)}
        onKeyDown={pressed}
      />
      <IconButton class="chat-send" icon={SendHorizontal} label={words.send} type="submit" disabled={text.value.trim() === ''} />
    </form>
  );
}

/** Puts the cursor where one writes: at once where that is in sight, else once the panel with it is shown. */
export function focusChat(): void {
  const focus = () => {
    const input = document.querySelector<HTMLInputElement>('[data-chat-input]');
    input?.focus();
    return input !== null && document.activeElement === input;
  };
  if (!focus()) requestAnimationFrame(focus);
}
