import { Keyboard, Settings2 } from 'lucide-preact';
import { t } from '../i18n';
import { Menu } from '../ui/menu';
import type { WatchDialog } from './watch-view';

interface WatchMenuProps {
  close: () => void;
  onStage: boolean;
  onOpen: (dialog: WatchDialog) => void;
}

/** What is seldom wanted while watching. */
export function WatchMenu({ close, onStage, onOpen }: WatchMenuProps) {
  const devices = { icon: Settings2, text: t().room.devices, does: () => onOpen('devices') };
  const keys = { icon: Keyboard, text: t().common.keys, does: () => onOpen('keys') };
  return <Menu close={close} items={onStage ? [devices, keys] : [keys]} />;
}
