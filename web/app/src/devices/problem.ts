import { IliveError } from '@ilive/client';

/** Why a device does not start, as far as a person can do something about it. */
export type DeviceProblem = 'denied' | 'insecure' | 'missing' | 'busy' | 'failed';

/** Sorts a failure of opening a camera or microphone. */
export function problemOf(error: unknown): DeviceProblem {
  if (!(error instanceof IliveError)) return 'failed';
  if (error.subReason === 'insecure_context') return 'insecure';
  if (error.subReason === 'permission_denied') return 'denied';
  if (error.code === 8022 || error.code === 1301) return 'missing';
  if (error.code === 1008) return 'busy';
  return 'failed';
}

/** Where a browser keeps the switch for camera and microphone. */
export type Browser = 'chrome' | 'firefox' | 'safari' | 'ios' | 'android' | 'other';

export function browserOf(agent: string): Browser {
  if (/iPhone|iPad|iPod/.test(agent)) return 'ios';
  if (/Android/.test(agent)) return 'android';
  if (/Firefox\//.test(agent)) return 'firefox';
  if (/Chrome\/|Chromium\//.test(agent)) return 'chrome';
  if (/Safari\//.test(agent)) return 'safari';
  return 'other';
}
