import { Check, Hand, X } from 'lucide-preact';
import type { StageEntry } from '@ilive/client';
import { useEffect, useRef } from 'preact/hooks';
import { fmt, t } from '../i18n';
import { useNow } from '../room/clock';
import type { RoomStore } from '../room/room-store';
import { Avatar } from '../ui/avatar';
import { Button, IconButton } from '../ui/button';
import { attempt } from '../ui/errors';
import { Empty } from '../ui/state';
import { toast, untoast } from '../ui/toast';
import { HandNotice } from './hand-notice';
import './requests.css';

/** Who wants to come on stage, first come first. */
export function Requests({ store }: { store: RoomStore }) {
  const queue = store.queue.value;
  const now = useNow() + store.client.clockOffsetMs;
  if (queue.length === 0) return <Empty icon={Hand} title={t().studio.requestsEmpty} />;
  return (
    <ul class="requests" aria-label={t().room.requests}>
      {queue.map((entry) => <Request key={entry.tinyId} store={store} entry={entry} waitedMs={Math.max(0, now - entry.sinceMs)} />)}
    </ul>
  );
}

function Request({ store, entry, waitedMs }: { store: RoomStore; entry: StageEntry; waitedMs: number }) {
  const words = t().studio;
  const { stage } = store.room;
  const name = nameOf(entry);
  return (
    <li class="request">
      <Avatar name={name} id={entry.userId ?? entry.tinyId} />
      <div class="request-words">
        <p class="clip">{name}</p>
        <p class="muted tiny num">{words.waitingFor(fmt().duration(waitedMs))}</p>
      </div>
      <IconButton icon={X} tone="filled" label={words.refuseNamed(name)} onClick={() => void attempt(() => stage.refuse(entry))} />
      <Button kind="primary" icon={Check} aria-label={words.acceptNamed(name)} onClick={() => void attempt(() => stage.accept(entry))}>
        {words.accept}
      </Button>
    </li>
  );
}

/** One toast for all hands. */
const TOAST = 'request';

/** Says once of each new hand that it is up, and lets it be answered there. `onShow` shows the list of all. */
export function useRequestNotices(store: RoomStore, onShow: () => void): void {
  const notice = useRef(new HandNotice());
  const queue = store.queue.value;
  useEffect(() => {
    const next = notice.current.follow(queue);
    if (next === 'gone') untoast(TOAST);
    else if (next !== null) showNotice(store, next, onShow);
  }, [queue]);
  // Nothing can be answered once the live is over.
  useEffect(() => () => untoast(TOAST), []);
}

function showNotice({ room: { stage } }: RoomStore, entry: StageEntry, onShow: () => void): void {
  const words = t().studio;
  const actions = [
    { text: words.bringOnStage, does: () => void attempt(() => stage.accept(entry)) },
    { text: words.showRequests, does: onShow },
  ];
  toast(words.wantsOnStage(entry.nick), { key: TOAST, actions });
}

/** Says when an invited person does not come; who comes is seen on the stage. */
export function useInviteNotices(store: RoomStore): void {
  useEffect(
    () => store.room.stage.on('invite-answered', ({ accepted }) => accepted || toast(t().studio.inviteRefused)),
    [store],
  );
}

function nameOf(entry: StageEntry): string {
  return entry.nick || entry.userId || '…';
}
