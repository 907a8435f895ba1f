import type { IliveError } from '../errors.js';

/**
 * Where a client's link, or a room, stands. Times are unix ms.
 *
 * `reconnecting`: the SDK is at work by itself and nothing has to be done; the seat in the room is kept until `deadline`, later the room
 * is entered again. `closed` is final; without an `error` it was asked for.
 */
export type ConnectionState =
  | { readonly state: 'idle' }
  | { readonly state: 'connecting' }
  | { readonly state: 'connected' }
  | {
      readonly state: 'reconnecting';
      /** What was lost: the link to the server, or only the path of sound and picture. */
      readonly lost: 'link' | 'media';
      /** Counts from 1. */
      readonly attempt: number;
      readonly nextAt: number;
      readonly deadline: number;
    }
  | { readonly state: 'closed'; readonly error?: IliveError };

/** One of the own sources. */
export type SourceState =
  | { readonly state: 'closed' }
  | { readonly state: 'opening' }
  | {
      readonly state: 'live';
      /** Silenced or darkened by its owner. */
      readonly muted: boolean;
      /** Silenced by the host: what is sent is dropped until the host lifts it. */
      readonly mutedByHost: boolean;
      readonly deviceId: string;
      readonly label: string;
      /** The track that is sent: for an own preview. */
      readonly track: MediaStreamTrack;
    };

/** Where this person stands with the stage. */
export type StageState =
  | { readonly state: 'audience' }
  | { readonly state: 'waiting'; readonly place: number; readonly sinceMs: number }
  | { readonly state: 'invited' }
  | { readonly state: 'on' };
