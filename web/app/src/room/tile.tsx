import { MicOff, MonitorUp, WifiOff } from 'lucide-preact';
import type { Picture, Room, SourceState, TinyId } from '@ilive/client';
import { useEffect, useRef, useState } from 'preact/hooks';
import { t } from '../i18n';
import { Avatar } from '../ui/avatar';
import { TrackVideo } from '../ui/track-video';
import type { RoomStore } from './room-store';
import type { Tile } from './stage-layout';
import './tile.css';

interface StageTileProps {
  store: RoomStore;
  tile: Tile;
  big: boolean;
  /** The only picture on the stage: nothing to pick. */
  alone: boolean;
  talking: boolean;
}

/** One picture on the stage, or who is there without a picture. Pressing it makes it the large one. */
export function StageTile({ store, tile, big, alone, talking }: StageTileProps) {
  const { member, source } = tile;
  const words = t().room;
  const name = member.nick || member.userId || '…';
  const label = source === 'aux' ? words.tileScreen(name) : words.tileOf(name);
  const pick = () => (store.picked.value = store.picked.value === tile.key ? null : tile.key);
  return (
    <figure class="tile" data-big={big} data-silent={isSilent(tile)} data-talking={talking && source === 'main'} data-source={source}>
      <TilePicture store={store} tile={tile} name={name} label={label} />
      {member.away && (
        <p class="tile-away">
          <WifiOff size={16} aria-hidden="true" />
          {words.away}
        </p>
      )}
      {!alone && <button type="button" class="tile-pick" aria-label={label} aria-pressed={big} onClick={pick} />}
      <TileName tile={tile} name={name} />
    </figure>
  );
}

function TileName({ tile, name }: { tile: Tile; name: string }) {
  const words = t().room;
  const { member, source } = tile;
  const byHost = member.mutedByHost.includes('audio');
  const called = member.own ? t().common.youNamed(name) : name;
  const silence = byHost ? words.mutedByHost : words.micIsOff;
  return (
    <figcaption class="tile-name">
      {isSilent(tile) && (
        <span class="tile-silent" title={silence}>
          <MicOff size={14} aria-hidden="true" />
          <span class="sr-only">{silence}</span>
        </span>
      )}
      {source === 'aux' && <MonitorUp size={14} aria-hidden="true" />}
      <span class="clip">{source === 'main' ? called : member.own ? words.yourScreen : words.screenOf(name)}</span>
    </figcaption>
  );
}

function isSilent({ member, source }: Tile): boolean {
  const voice = member.uplinks.find((up) => up.source === 'audio');
  return source === 'main' && (voice === undefined || voice.muted || member.mutedByHost.includes('audio'));
}

function TilePicture({ store, tile: { member, source, showing }, name, label }: { store: RoomStore; tile: Tile; name: string; label: string }) {
  const track = member.own ? trackOf(source === 'aux' ? store.screen.value : store.camera.value) : undefined;
  if (track !== undefined) return <TrackVideo class="tile-video" track={track} mirrored={source === 'main'} label={label} />;
  return (
    <>
      <span class="tile-person"><Avatar name={name} id={member.userId ?? member.tinyId} size="l" /></span>
      {showing && <RemoteVideo room={store.room} tinyId={member.tinyId} source={source} label={label} />}
    </>
  );
}

function trackOf(state: SourceState): MediaStreamTrack | undefined {
  return state.state === 'live' && !state.muted ? state.track : undefined;
}

/** A picture from the server; transparent until its first frame is there. */
function RemoteVideo({ room, tinyId, source, label }: { room: Room; tinyId: TinyId; source: Picture; label: string }) {
  const ref = useRef<HTMLVideoElement>(null);
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    if (ref.current === null) return;
    const view = room.views.attach(ref.current, { tinyId }, source);
    return () => view.detach();
  }, [room, tinyId, source]);
  return (
    <video
      ref={ref}
      class="tile-video"
      data-seen={seen}
      aria-label={label}
      muted
      autoplay
      playsInline
      disablePictureInPicture
      onLoadedData={() => setSeen(true)}
    />
  );
}
