import { Users } from 'lucide-preact';
import type { ComponentChildren } from 'preact';
import { fmt, t } from '../i18n';
import { Avatar } from '../ui/avatar';
import { Button } from '../ui/button';
import { ErrorCard } from '../ui/error-card';
import { Empty, Skeleton } from '../ui/state';
import type { Person } from './people';
import type { RoomStore } from './room-store';
import './people-list.css';

interface PeopleListProps {
  store: RoomStore;
  /** What can be done with a person; nothing for the audience. */
  menuOf?: (person: Person) => ComponentChildren;
}

/** Who is here: the host first, then the stage, then raised hands, then everybody. */
export function PeopleList({ store, menuOf }: PeopleListProps) {
  const { state, people } = store.roster;
  const count = store.people.value.count;
  const { value } = state;
  if (value.state === 'failed') {
    const retry = <Button kind="primary" onClick={() => void store.roster.load()}>{t().common.retry}</Button>;
    return <div class="people"><ErrorCard failure={value.failure} title={t().room.peopleFailed} actions={retry} /></div>;
  }
  const others = people.value.some((person) => !person.own);
  return (
    <div class="people">
      <p class="people-count muted small num" role="status">{t().room.peopleCount(fmt().count(count), count)}</p>
      <ul class="people-list" aria-label={t().room.people}>
        {people.value.map((person) => <PersonRow key={person.key} person={person} menu={menuOf?.(person)} />)}
        {value.state === 'loading' && people.value.length === 0 && [0, 1, 2].map((i) => <li key={i}><Skeleton class="person-skeleton" /></li>)}
      </ul>
      {value.state === 'ready' && !others && <Empty icon={Users} title={t().room.peopleEmpty} />}
      {value.state === 'ready' && value.more && <Button onClick={() => void store.roster.load({ more: true })}>{t().common.showMore}</Button>}
    </div>
  );
}

function PersonRow({ person, menu }: { person: Person; menu: ComponentChildren }) {
  const { nick, own, userId, key } = person;
  return (
    <li class="person">
      <Avatar name={nick} id={userId || key} />
      <div class="person-words">
        <p class="clip">{own ? t().common.youNamed(nick) : nick}</p>
        {userId !== '' && <p class="muted tiny clip">{userId}</p>}
      </div>
      <PersonTag person={person} />
      {menu}
    </li>
  );
}

function PersonTag({ person: { host, member, waiting } }: { person: Person }) {
  const words = t().room;
  if (member?.away) return <span class="tag tag-warn">{words.away}</span>;
  if (host) return <span class="tag tag-host">{t().common.host}</span>;
  if (member !== null) return <span class="tag tag-stage">{words.onStage}</span>;
  return waiting === null ? null : <span class="tag">{words.inQueue}</span>;
}
