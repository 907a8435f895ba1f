import { ImageIcon, Users, VideoOff } from 'lucide-preact';
import type { RoomCard as Card } from '@ilive/client';
import { useState } from 'preact/hooks';
import { fmt, t } from '../i18n';
import { Link } from '../router/router';
import { roomText } from '../room/room-id';
import { Avatar } from '../ui/avatar';
import { LiveBadge, Skeleton } from '../ui/state';
import { bylineOf, coverlessOf, hostOf } from './card';
import './room-card.css';

/** One room: its picture, what it is, who is there, and since when where somebody sends. All of it is one link. `now` is Unix time in ms. */
export function RoomCard({ card, now }: { card: Card; now: number }) {
  const words = t().home;
  const people = fmt().count(card.people);
  const byline = bylineOf(card);
  const title = card.title || t().common.roomNumber(roomText(card.room));
  return (
    <li class="room-card">
      <Link to={{ page: 'watch', room: roomText(card.room) }}>
        <div class="room-card-cover dark">
          <Cover card={card} at={now} />
          {card.live && <span class="room-card-badge"><LiveBadge>{t().common.live}</LiveBadge></span>}
          <span class="room-card-people pill num">
            <Users size={14} aria-hidden="true" />
            <span class="sr-only">{words.watching(people, card.people)}</span>
            <span aria-hidden="true">{people}</span>
          </span>
          {card.live && (
            <span class="room-card-time pill num" title={words.liveSince(fmt().time(card.sinceMs, now))}>
              {fmt().duration(Math.max(0, now - card.sinceMs))}
            </span>
          )}
        </div>
        <div class="room-card-text">
          <Avatar name={hostOf(card)} id={card.host.userId} />
          <div class="room-card-words">
            <p class="room-card-title clip">{title}</p>
            <p class="room-card-host muted small">
              {byline !== null && <span class="clip">{byline}</span>}
              <span class="room-card-number num">{t().common.roomNumber(roomText(card.room))}</span>
            </p>
          </div>
        </div>
      </Link>
    </li>
  );
}

/** A frame of the live picture. The last one stays until the next is there, so that nothing blinks. */
function Cover({ card, at }: { card: Card; at: number }) {
  const url = card.coverUrl;
  const [shown, setShown] = useState<string | null>(null);
  const [failed, setFailed] = useState(false);
  if (url === null || failed) return <Coverless card={card} />;
  const fresh = `${url}${url.includes('?') ? '&' : '?'}at=${Math.floor(at / COVER_MS)}`;
  return (
    <>
      {shown !== null && <img src={shown} alt="" />}
      {fresh !== shown && (
        <img class="room-card-next" src={fresh} alt="" onLoad={() => setShown(fresh)} onError={() => shown === null && setFailed(true)} />
      )}
    </>
  );
}

/** How often a host's page sends a new picture. */
const COVER_MS = 10_000;

function Coverless({ card }: { card: Card }) {
  const words = t().home;
  const lacks = coverlessOf(card);
  const Icon = { preview: ImageIcon, picture: VideoOff }[lacks];
  return (
    <span class="room-card-empty">
      <Icon size={28} aria-hidden="true" />
      <span class="small">{{ preview: words.noPreview, picture: words.noPicture }[lacks]}</span>
    </span>
  );
}

/** The shape of a card that is being loaded. */
export function RoomCardSkeleton() {
  return (
    <li class="room-card">
      <Skeleton class="room-card-cover" />
      <div class="room-card-text">
        <Skeleton class="room-card-avatar" />
        <div class="room-card-words">
          <Skeleton class="room-card-line" />
          <Skeleton class="room-card-line room-card-short" />
        </div>
      </div>
    </li>
  );
}
