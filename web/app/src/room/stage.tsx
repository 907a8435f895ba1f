import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../i18n';
import type { RoomStore } from './room-store';
import { bigOf, layoutOf, tilesOf } from './stage-layout';
import { StageTile } from './tile';
import { useSpeaking } from './use-speaking';
import { useTall } from './use-tall';
import './stage.css';

interface StageProps {
  store: RoomStore;
  /** What lies over the pictures: badges, controls, slates. */
  children?: ComponentChildren;
}

/** The pictures of those on stage: one large, the others as seats. Dark in both themes. */
export function Stage({ store, children }: StageProps) {
  const tiles = tilesOf(store.members.value);
  const big = bigOf(tiles, store.picked.value);
  const talking = useSpeaking(store.room);
  const seats = Math.max(0, tiles.length - 1);
  const ref = useRef<HTMLElement>(null);
  const tall = useTall(ref);

  useEffect(() => ref.current?.style.setProperty('--seats', String(Math.max(1, seats))), [seats]);

  return (
    <section ref={ref} class="stage dark" aria-label={t().room.stage} data-layout={layoutOf(tiles, big)} data-tall={tall}>
      <Ambient />
      <div class="stage-tiles">
        {tiles.map((tile) => (
          <StageTile
            key={tile.key}
            store={store}
            tile={tile}
            big={tile.key === big}
            alone={tiles.length === 1}
            talking={talking.has(tile.member.tinyId)}
          />
        ))}
      </div>
      {children}
    </section>
  );
}

/** How often the light around the picture follows it, and how fine it is: too coarse to see anything but colour. */
const AMBIENT_MS = 1_000;
const AMBIENT_WIDTH = 16;
const AMBIENT_HEIGHT = 9;

/** The colours of the large picture behind it, where it does not fill the stage. */
function Ambient() {
  const ref = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const canvas = ref.current;
    const context = canvas?.getContext('2d');
    const draw = () => {
      const video = canvas?.parentElement?.querySelector<HTMLVideoElement>('.tile[data-big="true"] video');
      if (video && video.videoWidth > 0) context?.drawImage(video, 0, 0, AMBIENT_WIDTH, AMBIENT_HEIGHT);
      else context?.clearRect(0, 0, AMBIENT_WIDTH, AMBIENT_HEIGHT);
    };
    const timer = setInterval(draw, AMBIENT_MS);
    return () => clearInterval(timer);
  }, []);
  return <canvas ref={ref} class="stage-ambient" width={AMBIENT_WIDTH} height={AMBIENT_HEIGHT} aria-hidden="true" />;
}
