import { Ellipsis, Settings2, Share2 } from 'lucide-preact';
import { t } from '../i18n';
import { aloudItem } from '../room/chat';
import { ChatInput } from '../room/chat-input';
import type { RoomStore } from '../room/room-store';
import { Menu } from '../ui/menu';
import { Popover } from '../ui/popover';
import { SettingsPanel } from '../ui/settings-panel';
import { QualityChoice } from './quality-menu';
import { SoundButton } from './stage-bars';
import { StageControls } from './stage-controls';
import type { StageFlow } from './stage-flow';
import type { WatchDialog } from './watch-view';

interface PhoneBarProps {
  store: RoomStore;
  flow: StageFlow;
  onOpen: (dialog: WatchDialog) => void;
}

/** At the thumb: write, sound, the stage, the rest. Who is on stage or waits has a row of its own above. */
export function PhoneBar({ store, flow, onOpen }: PhoneBarProps) {
  const { state } = store.mine.value;
  const inRow = state === 'audience' || state === 'invited';
  const share = { icon: Share2, text: t().room.share, does: () => onOpen('share') };
  const devices = { icon: Settings2, text: t().room.devices, does: () => onOpen('devices') };
  return (
    <div class="phone-bar">
      {!inRow && <div class="phone-stage"><StageControls store={store} flow={flow} compact /></div>}
      <div class="phone-row">
        <ChatInput chat={store.chat} />
        <SoundButton />
        {inRow && <StageControls store={store} flow={flow} compact />}
        <Popover icon={Ellipsis} label={t().common.more}>
          {(close) => (
            <div class="phone-more">
              <Menu close={close} items={[share, ...(state === 'on' ? [devices] : []), aloudItem(store.chat)]} />
              <QualityChoice store={store} />
              <SettingsPanel />
            </div>
          )}
        </Popover>
      </div>
    </div>
  );
}
