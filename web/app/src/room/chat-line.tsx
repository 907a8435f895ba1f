import { RotateCw } from 'lucide-preact';
import { fmt, t } from '../i18n';
import { toneOf } from '../ui/avatar';
import type { ChatLine } from './chat-lines';

interface ChatLineProps {
  line: ChatLine;
  onSendAgain: () => void;
}

/** One line of the chat. What people wrote is only ever text. */
export function ChatLineView({ line, onSendAgain }: ChatLineProps) {
  const words = t().room;
  switch (line.kind) {
    case 'message': {
      const { sender, senderNick, text, timeMs, own } = line.message;
      return (
        <p class={`chat-line ${own ? 'chat-own' : ''}`} title={fmt().time(timeMs, Date.now())}>
          <bdi class={`chat-name tone-${toneOf(sender)}`}>{senderNick || sender}</bdi>
          <bdi class="chat-text">{text || words.custom}</bdi>
        </p>
      );
    }
    case 'tip':
      return <p class="chat-line chat-tip">{words.joined(line.name)}</p>;
    case 'pending':
      return (
        <p class="chat-line chat-pending">
          <bdi class="chat-text">{line.text}</bdi>
          <span class="chat-state">{words.sending}</span>
        </p>
      );
    case 'failed':
      return (
        <div class="chat-line chat-failed">
          <bdi class="chat-text">{line.text}</bdi>
          <span class="chat-state">{words.notSent}</span>
          <button type="button" class="chat-again" onClick={onSendAgain}>
            <RotateCw size={14} aria-hidden="true" />
            {words.sendAgain}
          </button>
        </div>
      );
  }
}
