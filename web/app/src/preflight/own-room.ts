import { machineStorage, readJson, writeJson } from '../prefs/storage';

const KEY = 'ilive.room';

/** Numbers that are short enough to say on the phone, and many enough that two people seldom meet. */
const FIRST = 100_000;
const LAST = 999_999;

/** The room number of this machine's lives: always the same, so that a link can be kept. */
export function ownRoom(): number {
  const kept = readJson(machineStorage(), KEY);
  return typeof kept === 'number' && Number.isInteger(kept) && kept >= FIRST && kept <= LAST ? kept : anotherOwnRoom();
}

/** A new number, for when the old one is somebody else's. */
export function anotherOwnRoom(): number {
  const room = FIRST + Math.floor(Math.random() * (LAST - FIRST + 1));
  writeJson(machineStorage(), KEY, room);
  return room;
}
