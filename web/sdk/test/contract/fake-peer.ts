import type { OfferInit, PathState, Peer } from '../../src/peer.js';

/** A browser's connection whose path becomes what a test says. */
export class FakePeer implements Peer {
  readonly videoSlots = 32;
  readonly audioMids: readonly string[] = [];
  readonly pc = { getStats: () => Promise.resolve(new Map()), getTransceivers: () => [], getReceivers: () => [], getSenders: () => [] } as unknown as RTCPeerConnection;
  path: PathState = 'connecting';

  constructor(
    readonly onPath: (state: PathState) => void,
    private readonly becomes: 'connected' | 'ice' | 'dtls' | null,
  ) {}

  offer(): Promise<OfferInit> {
    return Promise.resolve({ sdp: 'offer', senders: [] });
  }

  answer(sdp: string): Promise<void> {
    if (sdp === 'broken') return Promise.reject(new Error('bad sdp'));
    if (this.becomes !== null) queueMicrotask(() => this.become(this.becomes === 'connected' ? 'connected' : 'failed'));
    return Promise.resolve();
  }

  become(path: PathState): void {
    this.path = path;
    this.onPath(path);
  }

  failure(): 'ice' | 'dtls' {
    return this.becomes === 'dtls' ? 'dtls' : 'ice';
  }

  addVideoSlots(): void {}
  close(): void {}
  send = (): Promise<void> => Promise.resolve();
  maySend = (): boolean => true;
  sourceOf = (): null => null;
  streamOf = (): null => null;
}
