import { Clock, Headphones, VideoOff } from 'lucide-preact';
import type { LucideIcon } from 'lucide-preact';
import { t } from '../i18n';
import type { RoomStore } from '../room/room-store';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import type { StageFlow } from './stage-flow';

/** In the place of a picture that is not there: why, and that it returns. Absent while there is one. */
export function Slate({ store }: { store: RoomStore }) {
  const words = t().watch;
  const host = store.host;
  if (host?.away || !store.people.value.hostPresent) {
    return <SlateText icon={Clock} title={words.awayTitle(store.hostName)} text={host?.away ? words.awayLinkText : words.awayText} />;
  }
  const uplinks = store.members.value.flatMap((member) => member.uplinks);
  if (uplinks.some(({ source, muted }) => source !== 'audio' && !muted)) return null;
  if (uplinks.length === 0) return <SlateText icon={VideoOff} title={words.waitTitle} text={words.waitText} />;
  return <p class="slate-line"><Headphones size={16} aria-hidden="true" />{words.soundOnlyText}</p>;
}

function SlateText({ icon: Icon, title, text }: { icon: LucideIcon; title: string; text: string }) {
  return (
    <div class="slate" role="status">
      <Icon size={32} aria-hidden="true" />
      <p class="slate-title">{title}</p>
      <p class="small">{text}</p>
    </div>
  );
}

/** The seconds between the host's yes and being seen. */
export function Countdown({ flow }: { flow: StageFlow }) {
  const { value } = flow.step;
  if (value.step !== 'countdown') return null;
  return (
    <div class="countdown" role="alert">
      <p>{t().watch.goingOn}</p>
      <p key={value.left} class="countdown-number num" aria-hidden="true">{value.left}</p>
    </div>
  );
}

/** The host asks: come on stage? */
export function InviteDialog({ store, flow }: { store: RoomStore; flow: StageFlow }) {
  if (!flow.invited.value) return null;
  const words = t().watch;
  const actions = (
    <>
      <Button onClick={flow.decline}>{words.inviteRefuse}</Button>
      <Button kind="primary" onClick={flow.acceptInvite}>{words.inviteAccept}</Button>
    </>
  );
  return (
    <Dialog title={words.invitedTitle(store.hostName)} onClose={flow.decline} actions={actions}>
      <p>{words.invitedText}</p>
    </Dialog>
  );
}
