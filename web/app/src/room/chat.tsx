import { ArrowDown, BellOff, BellRing, MessageCircle } from 'lucide-preact';
import { useSignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { t } from '../i18n';
import { Button, IconButton } from '../ui/button';
import { ErrorCard } from '../ui/error-card';
import type { MenuItem } from '../ui/menu';
import { Empty, Skeleton } from '../ui/state';
import { ChatLineView } from './chat-line';
import type { ChatStore } from './chat-store';
import './chat.css';

/** So close to the end, in px, counts as being there. */
const NEAR = 48;

interface ChatLogProps {
  chat: ChatStore;
  /** Over the picture: no placeholders, no controls. */
  overlay?: boolean;
}

/** What was said. Follows the newest while its end is in sight; otherwise stays where the person reads. */
export function ChatLog({ chat, overlay = false }: ChatLogProps) {
  const words = t().room;
  const log = useRef<HTMLDivElement>(null);
  const following = useSignal(true);
  const unseen = useSignal(false);
  const before = useRef({ height: 0, firstKey: '', newest: '' });
  const lines = chat.lines.value;
  const newest = lines.findLast(({ kind }) => kind === 'message')?.key ?? '';
  const firstKey = lines[0]?.key ?? '';

  useLayoutEffect(() => {
    const box = log.current;
    if (box === null) return;
    if (following.value) box.scrollTop = box.scrollHeight;
    else if (firstKey !== before.current.firstKey) box.scrollTop += box.scrollHeight - before.current.height;
    if (following.value) unseen.value = false;
    else if (newest !== before.current.newest) unseen.value = true;
    before.current = { height: box.scrollHeight, firstKey, newest };
  }, [firstKey, newest, lines.length]);

  useEffect(() => {
    const box = log.current;
    if (box === null) return;
    const stay = new ResizeObserver(() => following.value && (box.scrollTop = box.scrollHeight));
    stay.observe(box);
    return () => stay.disconnect();
  }, []);

  const scrolled = () => {
    const box = log.current;
    if (box === null) return;
    following.value = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR;
    if (following.value) unseen.value = false;
  };
  const toEnd = () => {
    following.value = true;
    if (log.current !== null) log.current.scrollTop = log.current.scrollHeight;
  };

  return (
    <div class={overlay ? 'chat chat-overlay' : 'chat'}>
      <div ref={log} class="chat-log" role="log" aria-label={words.chatLog} aria-live={chat.aloud.value ? 'polite' : 'off'} tabIndex={0} onScroll={scrolled}>
        {!overlay && <ChatTop chat={chat} />}
        {lines.map((line) => (
          <ChatLineView key={line.key} line={line} onSendAgain={() => void chat.sendAgain(line.key)} />
        ))}
        {!overlay && lines.length === 0 && <ChatBlank chat={chat} />}
      </div>
      {!following.value && (
        <button type="button" class="chat-to-end" onClick={toEnd}>
          <ArrowDown size={16} aria-hidden="true" />
          {unseen.value ? words.newMessages : words.toNewest}
        </button>
      )}
    </div>
  );
}

/** Whether a screen reader speaks what arrives. */
export function AloudButton({ chat }: { chat: ChatStore }) {
  const { icon, text, does } = aloudItem(chat);
  return <IconButton icon={icon} label={text} onClick={does} />;
}

/** The same as a row of a menu. */
export function aloudItem({ aloud }: ChatStore): MenuItem {
  const { announce, announcePause } = t().room;
  const on = aloud.value;
  return { icon: on ? BellRing : BellOff, text: on ? announcePause : announce, does: () => (aloud.value = !on) };
}

function ChatTop({ chat }: { chat: ChatStore }) {
  if (!chat.hasEarlier.value) return null;
  return (
    <Button kind="ghost" class="chat-earlier" busy={chat.loadingEarlier.value} onClick={() => void chat.loadEarlier()}>
      {t().room.earlier}
    </Button>
  );
}

function ChatBlank({ chat }: { chat: ChatStore }) {
  const { value } = chat.state;
  switch (value.state) {
    case 'loading':
      return (
        <div class="chat-loading" aria-label={t().common.loading}>
          {['70%', '45%', '80%', '55%'].map((width) => <span key={width} style={{ width }}><Skeleton class="chat-skeleton" /></span>)}
        </div>
      );
    case 'failed': {
      const retry = <Button kind="primary" onClick={() => chat.retry()}>{t().common.retry}</Button>;
      return <ErrorCard failure={value.failure} title={t().room.chatFailed} actions={retry} />;
    }
    case 'ready':
      return <Empty icon={MessageCircle} title={t().room.chatEmpty} />;
  }
}
