import { ChevronLeft, Expand, PanelRightClose, PanelRightOpen, Shrink, Users, Volume2, VolumeX } from 'lucide-preact';
import { fmt, t } from '../i18n';
import { volume } from '../prefs/prefs';
import { LiveClock } from '../room/clock';
import { canFull, isFull, toggleFull } from '../room/full-screen';
import type { RoomStore } from '../room/room-store';
import { navigate } from '../router/router';
import { Avatar } from '../ui/avatar';
import { IconButton } from '../ui/button';
import { LiveBadge } from '../ui/state';
import { NetworkWord } from './network-word';
import { QualityMenu } from './quality-menu';

/** Over the top of the picture: that it is live, since when, how many; a word when a network is weak. */
export function StageHead({ store, wide, onPeople }: { store: RoomStore; wide: boolean; onPeople: () => void }) {
  const { count } = store.people.value;
  const people = t().room.peopleCount(fmt().count(count), count);
  const clock = <LiveClock sinceMs={store.info.value.createdAtMs} offsetMs={store.client.clockOffsetMs} />;
  return (
    <div class="stage-head">
      {!wide && <IconButton icon={ChevronLeft} label={t().watch.leave} onClick={() => navigate({ page: 'home' })} />}
      {!wide && <HostPill store={store} />}
      <LiveBadge>{wide ? <>{t().common.live} {clock}</> : t().common.live}</LiveBadge>
      {wide ? (
        <span class="pill num" title={people}>
          <Users size={14} aria-hidden="true" />
          <span aria-hidden="true">{fmt().count(count)}</span>
          <span class="sr-only">{people}</span>
        </span>
      ) : (
        <button type="button" class="pill stage-people num" aria-label={people} onClick={onPeople}>
          <Users size={14} aria-hidden="true" />
          {fmt().count(count)}
        </button>
      )}
      <NetworkWord store={store} />
    </div>
  );
}

function HostPill({ store }: { store: RoomStore }) {
  const host = store.host;
  const name = store.hostName;
  return (
    <span class="host-pill">
      <Avatar name={name} id={host?.userId ?? ''} size="s" />
      <span class="host-pill-words">
        <span class="clip">{name}</span>
        <span class="clip host-pill-title">{store.title}</span>
      </span>
    </span>
  );
}

/** Over the foot of the picture: sound, how sharp, how large. */
export function StageFoot({ store, chatShown, onChat }: { store: RoomStore; chatShown: boolean; onChat: () => void }) {
  const words = t();
  return (
    <div class="stage-foot">
      <SoundButton />
      <input
        type="range"
        class="volume"
        min={0}
        max={1}
        step={0.05}
        value={volume.value}
        aria-label={words.watch.volume}
        onInput={(event) => (volume.value = Number(event.currentTarget.value))}
      />
      <span class="stage-foot-gap" />
      <QualityMenu store={store} />
      <IconButton
        icon={chatShown ? PanelRightClose : PanelRightOpen}
        label={chatShown ? words.room.hidePanel : words.room.showPanel}
        keys="C"
        onClick={onChat}
      />
      {canFull && (
        <IconButton
          icon={isFull.value ? Shrink : Expand}
          label={isFull.value ? words.room.exitFullScreen : words.room.fullScreen}
          keys="F"
          onClick={toggleFull}
        />
      )}
    </div>
  );
}

/** Sound on or off, by this person's own wish. */
export function SoundButton() {
  const off = volume.value === 0;
  return (
    <IconButton
      icon={off ? VolumeX : Volume2}
      label={off ? t().watch.soundOn : t().watch.soundOff}
      onClick={() => (volume.value = off ? 1 : 0)}
    />
  );
}
