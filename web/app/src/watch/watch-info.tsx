import { Ellipsis, Share2 } from 'lucide-preact';
import { t } from '../i18n';
import type { RoomStore } from '../room/room-store';
import { Avatar } from '../ui/avatar';
import { IconButton } from '../ui/button';
import { Popover } from '../ui/popover';
import { StageControls } from './stage-controls';
import type { StageFlow } from './stage-flow';
import { WatchMenu } from './watch-menu';
import type { WatchDialog } from './watch-view';

interface WatchInfoProps {
  store: RoomStore;
  flow: StageFlow;
  onOpen: (dialog: WatchDialog) => void;
}

/** Under the picture: what this is and whose; the way onto the stage. */
export function WatchInfo({ store, flow, onOpen }: WatchInfoProps) {
  const host = store.host;
  const name = store.hostName;
  return (
    <section class="watch-info">
      <Avatar name={name} id={host?.userId ?? ''} />
      <div class="watch-words">
        <h1 class="clip">{store.title}</h1>
        <p class="muted small clip">{name}</p>
      </div>
      <Popover icon={Ellipsis} label={t().common.more}>
        {(close) => <WatchMenu close={close} onStage={store.mine.value.state === 'on'} onOpen={onOpen} />}
      </Popover>
      <IconButton icon={Share2} label={t().room.share} onClick={() => onOpen('share')} />
      <StageControls store={store} flow={flow} />
    </section>
  );
}
