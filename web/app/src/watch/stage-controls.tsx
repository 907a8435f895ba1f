import { Hand, LogOut } from 'lucide-preact';
import { Ilive } from '@ilive/client';
import { fmt, t } from '../i18n';
import { MediaButtons } from '../room/media-buttons';
import type { RoomStore } from '../room/room-store';
import { Button, IconButton } from '../ui/button';
import type { StageFlow } from './stage-flow';

interface StageControlsProps {
  store: RoomStore;
  flow: StageFlow;
  /** On a phone: icons instead of words. */
  compact?: boolean;
}

/** Where one stands with the stage, and what can be done about it: ask, wait, be on it. */
export function StageControls({ store, flow, compact = false }: StageControlsProps) {
  const words = t().watch;
  const mine = store.mine.value;
  switch (mine.state) {
    case 'audience':
    case 'invited':
      if (compact) return <IconButton icon={Hand} tone="filled" label={words.raiseHand} keys="H" onClick={flow.toggleHand} />;
      return <Button kind="primary" icon={Hand} aria-keyshortcuts="H" onClick={flow.toggleHand}>{words.raiseHand}</Button>;
    case 'waiting':
      return (
        <span class="waiting" role="status" title={words.waiting}>
          <Hand size={16} aria-hidden="true" />
          <span class="num">{words.place(fmt().ordinal(mine.place))}</span>
          <button type="button" class="waiting-cancel" aria-keyshortcuts="H" onClick={flow.toggleHand}>{words.cancelRequest}</button>
        </span>
      );
    case 'on':
      return (
        <span class="on-stage">
          <MediaButtons store={store} screen={!compact && Ilive.support.screen} />
          {compact ? (
            <IconButton icon={LogOut} tone="danger" label={words.leaveStage} onClick={flow.leave} />
          ) : (
            <Button kind="danger" icon={LogOut} onClick={flow.leave}>{words.leaveStage}</Button>
          )}
        </span>
      );
  }
}
