import type { Room, TinyId } from '@ilive/client';
import { useEffect, useState } from 'preact/hooks';

/** Above this level somebody is talking. */
const HEARD = 0.05;

/** Who talks now, this person included. A new set only when somebody begins or ends. */
export function useSpeaking(room: Room): ReadonlySet<TinyId> {
  const [talking, setTalking] = useState<ReadonlySet<TinyId>>(new Set());

  useEffect(() => {
    let others: TinyId[] = [];
    let own = false;
    const update = () => {
      const next = new Set(own ? [...others, room.me.value.tinyId] : others);
      setTalking((before) => (next.size === before.size && [...next].every((id) => before.has(id)) ? before : next));
    };
    const stops = [
      room.audio.speaking.subscribe((speaking) => {
        others = speaking.filter(({ level }) => level > HEARD).map(({ tinyId }) => tinyId);
        update();
      }),
      room.microphone.level.subscribe((level) => {
        own = level > HEARD;
        update();
      }),
    ];
    return () => stops.forEach((stop) => stop());
  }, [room]);

  return talking;
}
