import { EllipsisVertical, LogOut, Mic, MicOff, UserMinus, UserPlus, Video, VideoOff } from 'lucide-preact';
import type { Source } from '@ilive/client';
import { t } from '../i18n';
import { whoIs, type Person } from '../room/people';
import type { RoomStore } from '../room/room-store';
import { attempt } from '../ui/errors';
import { Menu, type MenuItem } from '../ui/menu';
import { Popover } from '../ui/popover';
import { toast } from '../ui/toast';

interface PersonMenuProps {
  store: RoomStore;
  person: Person;
  onKick: (person: Person) => void;
}

/** What the host can do with somebody: by where that person is, on stage or not. */
export function PersonMenu({ store, person, onKick }: PersonMenuProps) {
  if (person.own || person.host) return null;
  return (
    <Popover icon={EllipsisVertical} label={t().room.personMenu(person.nick)}>
      {(close) => <Menu close={close} items={itemsFor(store, person, onKick)} />}
    </Popover>
  );
}

function itemsFor(store: RoomStore, person: Person, onKick: (person: Person) => void): MenuItem[] {
  const words = t().studio;
  const kick: MenuItem = { icon: UserMinus, text: words.kick, danger: true, does: () => onKick(person) };
  const { room } = store;
  const who = whoIs(person);
  if (person.member === null) {
    const invite = async () => {
      if (await attempt(() => room.stage.invite(who))) toast(words.invited(person.nick));
    };
    return [{ icon: UserPlus, text: words.invite, does: () => void invite() }, kick];
  }
  const { mutedByHost } = person.member;
  const mute = (source: Source) => () => void attempt(() => room.mute(who, source, !mutedByHost.includes(source)));
  const silenced = mutedByHost.includes('audio');
  const darkened = mutedByHost.includes('main');
  return [
    { icon: silenced ? Mic : MicOff, text: silenced ? words.unmute : words.mute, does: mute('audio') },
    { icon: darkened ? Video : VideoOff, text: darkened ? words.unmuteCamera : words.muteCamera, does: mute('main') },
    { icon: LogOut, text: words.offStage, does: () => void attempt(() => room.stage.leave(who)) },
    kick,
  ];
}
