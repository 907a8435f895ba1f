import type { Capture } from './capture.js';
import type { LiveClient } from './client.js';
import type { LinkWorld } from './link.js';
import type { PathState, Peer } from './peer.js';
import type { NamedRole } from './roles.js';
import type { Device } from './types/devices.js';

/** What an object has of its browser; tests bring their own. */
export interface IliveWorld {
  readonly link: (url: string) => LinkWorld;
  readonly newPeer: (videoSlots: number, onPath: (state: PathState) => void) => Peer;
  readonly capture: Capture;
  readonly list: (kind: Device['kind']) => Promise<readonly Device[]>;
  readonly hasMedia: () => boolean;
  /** Keeps a login informed of network and page; gives the way to stop that. */
  readonly watch: (client: LiveClient) => () => void;
  /** The app's roles. @throws {IliveError} 8052 when the answer cannot be read. */
  readonly roles: (url: string, sdkAppId: number) => Promise<readonly NamedRole[]>;
}
