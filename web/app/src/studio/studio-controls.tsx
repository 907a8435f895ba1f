import { CircleStop, Ellipsis, Expand, Keyboard, Pencil, RadioTower, Settings2, Share2 } from 'lucide-preact';
import { Ilive } from '@ilive/client';
import { t } from '../i18n';
import { canFull, isFull, toggleFull } from '../room/full-screen';
import { MediaButtons } from '../room/media-buttons';
import type { RoomStore } from '../room/room-store';
import { Button, IconButton } from '../ui/button';
import { Menu } from '../ui/menu';
import { Popover } from '../ui/popover';
import type { StudioDialog } from './studio-view';

/** The row under the stage: what is sent, then the rest, then the end. */
export function StudioControls({ store, onOpen }: { store: RoomStore; onOpen: (dialog: StudioDialog) => void }) {
  const words = t();
  const items = [
    { icon: Pencil, text: words.studio.editTitle, does: () => onOpen('title') },
    { icon: RadioTower, text: words.studio.encoder, does: () => onOpen('encoder') },
    { icon: Settings2, text: words.room.devices, does: () => onOpen('devices') },
    ...(canFull ? [{ icon: Expand, text: isFull.value ? words.room.exitFullScreen : words.room.fullScreen, does: toggleFull }] : []),
    { icon: Keyboard, text: words.common.keys, does: () => onOpen('keys') },
  ];
  return (
    <div class="controls" role="toolbar" aria-label={words.studio.controls}>
      <MediaButtons store={store} screen={Ilive.support.screen} />
      <IconButton icon={Share2} tone="filled" label={words.room.share} onClick={() => onOpen('share')} />
      <Popover icon={Ellipsis} tone="filled" label={words.common.more}>
        {(close) => <Menu close={close} items={items} />}
      </Popover>
      <Button kind="danger" icon={CircleStop} class="controls-end" onClick={() => onOpen('end')}>{words.studio.end}</Button>
    </div>
  );
}
