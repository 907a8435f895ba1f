import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { t } from '../i18n';
import { AloudButton, ChatLog } from '../room/chat';
import { ChatInput, focusChat } from '../room/chat-input';
import { KeysDialog } from '../room/keys-dialog';
import { LinkBanner } from '../room/link-banner';
import { LiveDevicesDialog } from '../devices/live-devices';
import type { Person } from '../room/people';
import { PeopleList } from '../room/people-list';
import type { RoomStore } from '../room/room-store';
import { ShareDialog } from '../room/share-dialog';
import { toggleFull } from '../room/full-screen';
import { useShortcuts } from '../room/shortcuts';
import { SidePanel } from '../room/side-panel';
import { Stage } from '../room/stage';
import { TapForSound } from '../room/tap-for-sound';
import { guardLeaving } from '../router/router';
import type { GivenTicket } from '../session/ticket';
import { EncoderDialog, EndDialog, KickDialog, LeaveDialog, TitleDialog } from './dialogs';
import { PersonMenu } from './person-menu';
import { Requests, useInviteNotices, useRequestNotices } from './requests';
import { StudioControls } from './studio-controls';
import { StudioHead } from './studio-head';

/** What may stand over the studio. */
export type StudioDialog = 'end' | 'title' | 'encoder' | 'share' | 'devices' | 'keys' | { leave: () => void } | { kick: Person } | null;
type Tab = 'chat' | 'people' | 'requests';

interface StudioViewProps {
  store: RoomStore;
  ticket: GivenTicket;
  onEnd: () => Promise<void>;
}

/** On air: am I live, do they see me well, who wants something. */
export function StudioView({ store, ticket, onEnd }: StudioViewProps) {
  const tab = useSignal<Tab>('chat');
  const dialog = useSignal<StudioDialog>(null);
  const open = (next: StudioDialog) => (dialog.value = next);
  useRequestNotices(store, () => (tab.value = 'requests'));
  useInviteNotices(store);
  useLeaveWarning((go) => open({ leave: go }));
  useShortcuts({
    microphone: store.media.toggleMicrophone,
    camera: store.media.toggleCamera,
    screen: store.media.toggleScreen,
    chat: () => (tab.value = tab.value === 'chat' ? 'people' : 'chat'),
    full: toggleFull,
    write: () => {
      tab.value = 'chat';
      focusChat();
    },
    help: () => open('keys'),
    talk: (held) => store.media.talk(held),
  });

  const menuOf = (person: Person) => <PersonMenu store={store} person={person} onKick={(kick) => open({ kick })} />;
  const words = t().room;
  return (
    <>
      <StudioHead store={store} onEditTitle={() => open('title')} />
      <main id="main" class="studio">
        <Stage store={store}>
          <LinkBanner state={store.state.value} />
          <TapForSound store={store} />
        </Stage>
        <StudioControls store={store} onOpen={open} />
        <SidePanel<Tab>
          shown={tab.value}
          onShow={(next) => (tab.value = next)}
          extra={tab.value === 'chat' && <AloudButton chat={store.chat} />}
          tabs={[
            { id: 'chat', text: words.chat, content: <><ChatLog chat={store.chat} /><ChatInput chat={store.chat} /></> },
            { id: 'people', text: words.people, content: <PeopleList store={store} menuOf={menuOf} /> },
            { id: 'requests', text: words.requests, badge: store.queue.value.length, content: <Requests store={store} /> },
          ]}
        />
      </main>
      <Dialogs store={store} ticket={ticket} shown={dialog.value} onShow={open} onEnd={onEnd} />
    </>
  );
}

interface DialogsProps extends StudioViewProps {
  shown: StudioDialog;
  onShow: (dialog: StudioDialog) => void;
}

function Dialogs({ store, ticket, shown, onShow, onEnd }: DialogsProps) {
  const close = () => onShow(null);
  switch (shown) {
    case null:
      return null;
    case 'end':
      return <EndDialog onEnd={onEnd} onClose={close} />;
    case 'title':
      return <TitleDialog store={store} onClose={close} />;
    case 'encoder':
      return <EncoderDialog store={store} ticket={ticket} onClose={close} />;
    case 'share':
      return <ShareDialog room={store.room.id} onClose={close} />;
    case 'devices':
      return <LiveDevicesDialog store={store} onClose={close} />;
    case 'keys':
      return <KeysDialog publishes onClose={close} />;
    default:
      if ('kick' in shown) return <KickDialog store={store} person={shown.kick} onClose={close} />;
      return <LeaveDialog onLeave={shown.leave} onEnd={() => onShow('end')} onClose={close} />;
  }
}

/** While live: the browser asks before it closes the page, the app before it goes to another one. */
function useLeaveWarning(ask: (go: () => void) => void): void {
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    const lift = guardLeaving((go) => {
      ask(go);
      return false;
    });
    return () => {
      window.removeEventListener('beforeunload', warn);
      lift();
    };
  }, []);
}
