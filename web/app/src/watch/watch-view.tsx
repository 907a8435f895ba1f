import { useSignal } from '@preact/signals';
import { t } from '../i18n';
import { AloudButton, ChatLog } from '../room/chat';
import { ChatInput, focusChat } from '../room/chat-input';
import { toggleFull } from '../room/full-screen';
import { KeysDialog } from '../room/keys-dialog';
import { LinkBanner } from '../room/link-banner';
import { PeopleList } from '../room/people-list';
import type { RoomStore } from '../room/room-store';
import { ShareDialog } from '../room/share-dialog';
import { useShortcuts } from '../room/shortcuts';
import { SidePanel } from '../room/side-panel';
import { Stage } from '../room/stage';
import { TapForSound } from '../room/tap-for-sound';
import { useMedia } from '../room/use-media';
import { LiveDevicesDialog } from '../devices/live-devices';
import { Dialog } from '../ui/dialog';
import { Topbar } from '../ui/topbar';
import { CheckDialog } from './check-dialog';
import { PhoneBar } from './phone-bar';
import { Countdown, InviteDialog, Slate } from './slates';
import type { StageFlow } from './stage-flow';
import { StageFoot, StageHead } from './stage-bars';
import { WatchInfo } from './watch-info';

/** What may stand over the page. */
export type WatchDialog = 'share' | 'keys' | 'people' | 'devices' | null;
type Tab = 'chat' | 'people';

/** The live: the picture first; chat beside it, or over its lower third on a phone. */
export function WatchView({ store, flow }: { store: RoomStore; flow: StageFlow }) {
  const wide = useMedia('(width >= 900px)');
  const tab = useSignal<Tab>('chat');
  const chatShown = useSignal(true);
  const dialog = useSignal<WatchDialog>(null);
  const onStage = store.mine.value.state === 'on';
  useShortcuts({
    ...(onStage && {
      microphone: store.media.toggleMicrophone,
      camera: store.media.toggleCamera,
      screen: store.media.toggleScreen,
      talk: (held: boolean) => store.media.talk(held),
    }),
    hand: flow.toggleHand,
    chat: () => (chatShown.value = !chatShown.value),
    full: toggleFull,
    write: () => {
      chatShown.value = true;
      tab.value = 'chat';
      focusChat();
    },
    help: () => (dialog.value = 'keys'),
  });

  const words = t().room;
  return (
    <div class="watch" data-chat={chatShown.value}>
      {wide && <Topbar class="watch-bar" />}
      <main id="main" class="watch-main">
        <Stage store={store}>
          <StageHead store={store} wide={wide} onPeople={() => (dialog.value = 'people')} />
          <Slate store={store} />
          <LinkBanner state={store.state.value} />
          <TapForSound store={store} />
          <Countdown flow={flow} />
          {wide && <StageFoot store={store} chatShown={chatShown.value} onChat={() => (chatShown.value = !chatShown.value)} />}
        </Stage>
        {wide && <WatchInfo store={store} flow={flow} onOpen={(next) => (dialog.value = next)} />}
        {wide && chatShown.value && (
          <SidePanel<Tab>
            shown={tab.value}
            onShow={(next) => (tab.value = next)}
            extra={tab.value === 'chat' && <AloudButton chat={store.chat} />}
            tabs={[
              { id: 'chat', text: words.chat, content: <><ChatLog chat={store.chat} /><ChatInput chat={store.chat} /></> },
              { id: 'people', text: words.people, content: <PeopleList store={store} /> },
            ]}
          />
        )}
        {!wide && (
          <div class="watch-over dark">
            {chatShown.value && <ChatLog chat={store.chat} overlay />}
            <PhoneBar store={store} flow={flow} onOpen={(next) => (dialog.value = next)} />
          </div>
        )}
      </main>
      <CheckDialog flow={flow} />
      <InviteDialog store={store} flow={flow} />
      <Dialogs store={store} shown={dialog.value} publishes={onStage} onClose={() => (dialog.value = null)} />
    </div>
  );
}

interface DialogsProps {
  store: RoomStore;
  shown: WatchDialog;
  publishes: boolean;
  onClose: () => void;
}

function Dialogs({ store, shown, publishes, onClose }: DialogsProps) {
  switch (shown) {
    case null:
      return null;
    case 'share':
      return <ShareDialog room={store.room.id} onClose={onClose} />;
    case 'keys':
      return <KeysDialog publishes={publishes} onClose={onClose} />;
    case 'devices':
      return <LiveDevicesDialog store={store} onClose={onClose} />;
    case 'people':
      return (
        <Dialog title={t().room.people} onClose={onClose}>
          <PeopleList store={store} />
        </Dialog>
      );
  }
}
