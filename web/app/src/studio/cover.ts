import { effect } from '@preact/signals';
import type { SourceState } from '@ilive/client';
import type { RoomStore } from '../room/room-store';

/** How often the room list gets a new picture, and the server's limit for one. */
const EVERY_MS = 10_000;
const MOST_BYTES = 64 * 1024;

const WIDTH = 640;
/** Tried in turn until the picture is small enough. */
const QUALITIES = [0.8, 0.6, 0.4, 0.2] as const;

/** Sends frames of what the host shows, the screen before the camera, as the room's cover. Returns the way to stop. */
export function keepCover(store: RoomStore): () => void {
  const video = document.createElement('video');
  video.muted = true;
  video.playsInline = true;
  const canvas = document.createElement('canvas');

  const send = async () => {
    const jpeg = await jpegOf(video, canvas);
    // A cover that does not arrive is no failure to speak of: the next one is on its way.
    if (jpeg !== null) await store.room.setCover(jpeg).catch(() => undefined);
  };
  const unfollow = effect(() => {
    const track = liveTrack(store.screen.value) ?? liveTrack(store.camera.value);
    video.srcObject = track === undefined ? null : new MediaStream([track]);
    if (track !== undefined) void video.play().catch(() => undefined);
  });
  const timer = setInterval(() => void send(), EVERY_MS);
  video.addEventListener('loadeddata', () => void send());

  return () => {
    clearInterval(timer);
    unfollow();
    video.srcObject = null;
  };
}

function liveTrack(state: SourceState): MediaStreamTrack | undefined {
  return state.state === 'live' && !state.muted ? state.track : undefined;
}

async function jpegOf(video: HTMLVideoElement, canvas: HTMLCanvasElement): Promise<Blob | null> {
  if (video.srcObject === null || video.videoWidth === 0) return null;
  canvas.width = WIDTH;
  canvas.height = Math.round((WIDTH * video.videoHeight) / video.videoWidth);
  canvas.getContext('2d')?.drawImage(video, 0, 0, canvas.width, canvas.height);
  for (const quality of QUALITIES) {
    const jpeg = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', quality));
    if (jpeg !== null && jpeg.size <= MOST_BYTES) return jpeg;
  }
  return null;
}
