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
import { toast } from '../ui/toast';
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

/** Says once of each new hand that it is up. */
export function useRequestNotices(store: RoomStore): void {
  const known = useRef(new Set<string>());
  const queue = store.queue.value;
  useEffect(() => {
    // Names come a moment after the hand.
    const named = queue.filter(({ nick }) => nick !== '');
    for (const entry of named) {
      if (!known.current.has(entry.tinyId)) toast(t().studio.wantsOnStage(entry.nick), 'request');
    }
    known.current = new Set(named.map(({ tinyId }) => tinyId));
  }, [queue]);
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
