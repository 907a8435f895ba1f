import type { MessageInitShape } from '@bufbuild/protobuf';
import type { OfferSchema } from './gen/ilive/v1/room_pb.js';
import { PROFILES, SCREEN_BITRATE_BPS, type ProfileRow } from './profiles.js';
import type { Source } from './types/ids.js';
import { sourceToWire } from './wire.js';

export type OfferInit = MessageInitShape<typeof OfferSchema>;

/** Where the path of sound and picture stands. */
export type PathState = 'connecting' | 'connected' | 'disconnected' | 'failed';

/** What a peer connection is to the rest of the SDK. */
export interface Peer {
  /** Makes an offer and takes it as the local description; candidates are not waited for. */
  offer(restartIce: boolean): Promise<OfferInit>;
  answer(sdp: string): Promise<void>;
  addVideoSlots(count: number): void;
  readonly videoSlots: number;
  /** Sends `track`, or nothing, as `source`, without a negotiation. */
  send(source: Source, track: MediaStreamTrack | null, profile?: ProfileRow): Promise<void>;
  /** Whether the last answer lets this source be sent. */
  maySend(source: Source): boolean;
  /** Which source the sending section `mid` is. */
  sourceOf(mid: string): Source | null;
  /** The stream of a receive-only section. */
  streamOf(mid: string): MediaStream | null;
  readonly audioMids: readonly string[];
  /** Why a path has failed. */
  failure(): 'ice' | 'dtls';
  readonly path: PathState;
  close(): void;
  readonly pc: RTCPeerConnection;
}

/** Voices heard at a time (interface, "Six voices"). */
const AUDIO_SLOTS = 6;
/** Repair schemes that the server does not use, and profiles that no camera here sends: they only lengthen the offer. */
const UNUSED = /\/(red|ulpfec|flexfec-03|H265)$|^video\/VP9;.*profile-id=[1-9]|^video\/AV1;.*profile=[1-9]/i;
/** What is sent: simulcast is VP8's; H264 is for browsers that cannot. */
const SENT = /\/(VP8|H264|rtx)$/i;

/** VP8 first, and nothing that is of no use. */
function chooseCodecs(transceiver: RTCRtpTransceiver, useful: (codec: RTCRtpCodec) => boolean): void {
  const codecs = RTCRtpReceiver.getCapabilities('video')?.codecs.filter(useful) ?? [];
  const vp8 = codecs.filter(({ mimeType }) => mimeType === 'video/VP8');
  const rest = codecs.filter(({ mimeType }) => mimeType !== 'video/VP8');
  if (vp8.length > 0) transceiver.setCodecPreferences([...vp8, ...rest]);
}

function isReceived({ mimeType, sdpFmtpLine = '' }: RTCRtpCodec): boolean {
  return !UNUSED.test(mimeType) && !UNUSED.test(`${mimeType};${sdpFmtpLine}`);
}

function isSent({ mimeType }: RTCRtpCodec): boolean {
  return SENT.test(mimeType);
}

function encodings(profile: ProfileRow): RTCRtpEncodingParameters[] {
  return profile.layers.map(({ rid, scale, bitrateBps }) => ({
    rid,
    scaleResolutionDownBy: scale,
    active: bitrateBps > 0,
    ...(bitrateBps > 0 && { maxBitrate: bitrateBps }),
  }));
}

/** One RTCPeerConnection with a sending section for each source, silent until used, and receive-only slots. */
export class BrowserPeer implements Peer {
  readonly pc = new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
  readonly #senders: Readonly<Record<Source, RTCRtpTransceiver>>;
  readonly #slots: RTCRtpTransceiver[] = [];
  readonly #streams = new Map<string, MediaStream>();

  constructor(videoSlots: number, onPath: (state: PathState) => void) {
    const { pc } = this;
    this.#senders = {
      audio: pc.addTransceiver('audio', { direction: 'sendonly' }),
      main: pc.addTransceiver('video', { direction: 'sendonly', sendEncodings: encodings(PROFILES['720p']) }),
      aux: pc.addTransceiver('video', { direction: 'sendonly', sendEncodings: [{ maxBitrate: SCREEN_BITRATE_BPS }] }),
    };
    chooseCodecs(this.#senders.main, isSent);
    chooseCodecs(this.#senders.aux, isSent);
    for (let slot = 0; slot < AUDIO_SLOTS; slot += 1) this.#slots.push(pc.addTransceiver('audio', { direction: 'recvonly' }));
    this.addVideoSlots(videoSlots);
    pc.onconnectionstatechange = () => onPath(this.path);
  }

  get path(): PathState {
    const state = this.pc.connectionState;
    return state === 'new' || state === 'closed' ? 'connecting' : state;
  }

  get videoSlots(): number {
    return this.#slots.length - AUDIO_SLOTS;
  }

  get audioMids(): readonly string[] {
    return this.#slots.slice(0, AUDIO_SLOTS).flatMap(({ mid }) => mid ?? []);
  }

  addVideoSlots(count: number): void {
    for (let slot = 0; slot < count; slot += 1) {
      const transceiver = this.pc.addTransceiver('video', { direction: 'recvonly' });
      chooseCodecs(transceiver, isReceived);
      this.#slots.push(transceiver);
    }
  }

  async offer(restartIce: boolean): Promise<OfferInit> {
    await this.pc.setLocalDescription(await this.pc.createOffer({ iceRestart: restartIce }));
    const sources = Object.keys(this.#senders) as Source[];
    const senders = sources.map((source) => ({ mid: this.#senders[source].mid ?? '', source: sourceToWire(source) }));
    return { sdp: this.pc.localDescription?.sdp ?? '', senders };
  }

  async answer(sdp: string): Promise<void> {
    await this.pc.setRemoteDescription({ type: 'answer', sdp });
  }

  async send(source: Source, track: MediaStreamTrack | null, profile?: ProfileRow): Promise<void> {
    const { sender } = this.#senders[source];
    if (profile && source === 'main') await limit(sender, profile);
    await sender.replaceTrack(track);
  }

  maySend(source: Source): boolean {
    return this.#senders[source].currentDirection === 'sendonly';
  }

  sourceOf(mid: string): Source | null {
    const sources = Object.keys(this.#senders) as Source[];
    return sources.find((source) => this.#senders[source].mid === mid) ?? null;
  }

  streamOf(mid: string): MediaStream | null {
    const known = this.#streams.get(mid);
    if (known) return known;
    const slot = this.#slots.find((transceiver) => transceiver.mid === mid);
    if (!slot) return null;
    const stream = new MediaStream([slot.receiver.track]);
    this.#streams.set(mid, stream);
    return stream;
  }

  failure(): 'ice' | 'dtls' {
    return whatFailed(this.pc.iceConnectionState, this.#senders.audio.sender.transport?.state);
  }

  close(): void {
    this.pc.onconnectionstatechange = null;
    this.pc.close();
  }
}

/**
 * Which of the two made a connection fail, from their states when it is told. A browser tells each state on a way of
 * its own, and the connection's may come before that of its DTLS transport; but DTLS begins only where ICE has found a way.
 */
export function whatFailed(ice: RTCIceConnectionState, dtls: RTCDtlsTransportState | undefined): 'ice' | 'dtls' {
  return dtls === 'failed' || ice === 'connected' || ice === 'completed' ? 'dtls' : 'ice';
}

/** Sets the layers' bitrates to a profile's. */
async function limit(sender: RTCRtpSender, profile: ProfileRow): Promise<void> {
  const parameters = sender.getParameters();
  const wanted = encodings(profile);
  // A browser without simulcast has one encoding: it gets the largest.
  const single = parameters.encodings.length < wanted.length;
  parameters.encodings.forEach((encoding, at) => Object.assign(encoding, single ? wanted.at(-1) : wanted[at], { rid: encoding.rid }));
  if (parameters.encodings.length > 0) await sender.setParameters(parameters);
}
