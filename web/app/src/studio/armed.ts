import type { Chosen } from '../devices/check';
import { readJson, tabStorage, writeJson } from '../prefs/storage';

/** What was decided before going live. Kept in the tab, so that a reload in the middle of a live goes right back on air. */
export interface Plan {
  title: string;
  devices: Chosen;
}

const keyOf = (room: string) => `ilive.live.${room}`;

/** From now on the studio of `room` goes live by itself. */
export function armStudio(room: string, plan: Plan): void {
  writeJson(tabStorage(), keyOf(room), plan);
}

/** The live is over, or was left. */
export function disarmStudio(room: string): void {
  writeJson(tabStorage(), keyOf(room), null);
}

/** The plan for `room`, where its live was begun in this tab. */
export function armedPlan(room: string): Plan | undefined {
  return planFrom(readJson(tabStorage(), keyOf(room)));
}

/** What storage holds, as far as it is a plan. */
export function planFrom(stored: unknown): Plan | undefined {
  if (typeof stored !== 'object' || stored === null) return undefined;
  const { title, devices } = stored as Partial<Record<keyof Plan, unknown>>;
  if (typeof title !== 'string' || typeof devices !== 'object' || devices === null) return undefined;
  const { camera, microphone } = devices as Partial<Record<keyof Chosen, unknown>>;
  return { title, devices: { camera: choiceFrom(camera), microphone: choiceFrom(microphone) } };
}

function choiceFrom(stored: unknown): { deviceId?: string } | false {
  if (typeof stored !== 'object' || stored === null) return false;
  const { deviceId } = stored as { deviceId?: unknown };
  return typeof deviceId === 'string' ? { deviceId } : {};
}
