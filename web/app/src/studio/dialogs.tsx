import { Limits } from '@ilive/client';
import { useSignal } from '@preact/signals';
import { t } from '../i18n';
import { roomText } from '../room/room-id';
import type { Person } from '../room/people';
import { whoIs } from '../room/people';
import type { RoomStore } from '../room/room-store';
import type { GivenTicket } from '../session/ticket';
import { Button } from '../ui/button';
import { CopyField } from '../ui/copy-field';
import { Dialog } from '../ui/dialog';
import { attempt } from '../ui/errors';
import { Field } from '../ui/field';
import { cleanTitle } from '../ui/nick';

/** Asked once before a live ends. */
export function EndDialog({ onEnd, onClose }: { onEnd: () => Promise<void>; onClose: () => void }) {
  const words = t().studio;
  const busy = useSignal(false);
  const end = async () => {
    busy.value = true;
    if (!(await attempt(onEnd))) onClose();
  };
  const actions = (
    <>
      <Button onClick={onClose}>{t().common.cancel}</Button>
      <Button kind="danger" busy={busy.value} onClick={() => void end()}>{words.endConfirm}</Button>
    </>
  );
  return <Dialog title={words.endTitle} onClose={onClose} actions={actions}><p>{words.endText}</p></Dialog>;
}

/** Asked when the page is left while live. */
export function LeaveDialog({ onLeave, onEnd, onClose }: { onLeave: () => void; onEnd: () => void; onClose: () => void }) {
  const words = t().studio;
  const actions = (
    <>
      <Button kind="ghost" onClick={onLeave}>{words.leaveAnyway}</Button>
      <Button onClick={onEnd}>{words.endConfirm}</Button>
      <Button kind="primary" onClick={onClose}>{words.stay}</Button>
    </>
  );
  return <Dialog title={words.leaveTitle} onClose={onClose} actions={actions}><p>{words.leaveText}</p></Dialog>;
}

/** Asked before somebody is removed. */
export function KickDialog({ store, person, onClose }: { store: RoomStore; person: Person; onClose: () => void }) {
  const words = t().studio;
  const kick = () => {
    onClose();
    void attempt(() => store.room.kick(whoIs(person)));
  };
  const actions = (
    <>
      <Button onClick={onClose}>{t().common.cancel}</Button>
      <Button kind="danger" onClick={kick}>{words.kickConfirm}</Button>
    </>
  );
  return <Dialog title={words.kickTitle(person.nick)} onClose={onClose} actions={actions}><p>{words.kickText}</p></Dialog>;
}

/** Another title, while live. */
export function TitleDialog({ store, onClose }: { store: RoomStore; onClose: () => void }) {
  const title = useSignal(store.info.value.title);
  const submitted = async (event: Event) => {
    event.preventDefault();
    const wanted = cleanTitle(title.value);
    if (wanted === '' || (await attempt(() => store.room.setInfo({ title: wanted })))) onClose();
  };
  const actions = (
    <>
      <Button onClick={onClose}>{t().common.cancel}</Button>
      <Button kind="primary" type="submit" form="title-form">{t().common.save}</Button>
    </>
  );
  return (
    <Dialog title={t().studio.editTitle} onClose={onClose} actions={actions}>
      <form id="title-form" onSubmit={(event) => void submitted(event)}>
        <Field
          label={t().studio.titleLabel}
          value={title.value}
          onInput={(value) => (title.value = value)}
          maxLength={Limits.TITLE_MAX_CHARS}
          autocomplete="off"
          autofocus
        />
      </form>
    </Dialog>
  );
}

/** What an encoder asks for: the address and the bearer, each with its copy button. */
export function EncoderDialog({ store, ticket, onClose }: { store: RoomStore; ticket: GivenTicket; onClose: () => void }) {
  const words = t().studio;
  const room = encodeURIComponent(roomText(store.room.id));
  const origin = store.client.url;
  // Where a room asks for a key, the userSig alone would be refused.
  const bearer = ticket.roomKey ?? ticket.userSig;
  return (
    <Dialog title={words.encoder} size="wide" onClose={onClose}>
      <p>{words.encoderText}</p>
      <MakeRoom store={store} />
      <CopyField label={words.whipUrl} value={`${origin}/whip/${room}`} />
      <CopyField label={words.whipToken} value={bearer} secret={{ show: words.tokenShow, hide: words.tokenHide }} />
      <p class="small muted">{words.tokenSecret}</p>
      <CopyField label={words.whepUrl} value={`${origin}/whep/${room}`} />
      <p class="small muted">{words.whepToken}</p>
    </Dialog>
  );
}

/** One of each kind is sent: while this page sends, an encoder is refused. Absent once there is room. */
function MakeRoom({ store }: { store: RoomStore }) {
  const words = t().studio;
  if (store.camera.value.state === 'closed' && store.microphone.value.state === 'closed') return null;
  return (
    <div class="make-room">
      <p class="small">{words.encoderBusy}</p>
      <Button onClick={() => void store.media.stopAll()}>{words.encoderMakeRoom}</Button>
    </div>
  );
}
