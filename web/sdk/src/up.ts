import { codeModule } from './codes.gen.js';
import { isSound } from './device-kinds.js';
import { IliveError } from './errors.js';
import type { Verb } from './operations.js';
import type { DeviceKind } from './types/devices.js';

/** What an AV code is called one layer up (R1). Only these change; all others come through as they are. */
export function up(verb: Verb, error: IliveError): IliveError {
  if (error.module !== 'av') return error;
  if (verb === 'enter' || verb === 'switch') return entry(error);
  const kind = /^(?:open|close) (.+)$/.exec(verb)?.[1];
  return kind === undefined ? error : device(kind as DeviceKind, error);
}

/** `av` 1 becomes 8006, except where the role is not known; so does a number that is none of the 58. */
function entry(error: IliveError): IliveError {
  const general = error.code === 1 && error.subReason !== 'role_not_exists';
  return general || codeModule(error.code) !== 'av' ? nested(8006, error) : error;
}

/** 1 of a microphone or a player, a full pool, a missing file. */
export function device(kind: DeviceKind, error: IliveError): IliveError {
  if (error.code === 1 && error.subReason === 'pool_empty') return nested(8053, error);
  if (error.code === 1 && isSound(kind)) return nested(8020, error);
  if (error.code === 1301 && error.subReason === 'no_file') return nested(8022, error);
  return error;
}

/** The word stays: it says which case it is in both layers. */
function nested(code: number, cause: IliveError): IliveError {
  const { subReason, message, traceId, oldRoom } = cause;
  return new IliveError('ilive', code, { subReason, message, traceId, oldRoom, cause });
}
