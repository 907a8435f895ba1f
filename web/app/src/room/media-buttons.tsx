import { Mic, MicOff, MonitorUp, MonitorX, Video, VideoOff } from 'lucide-preact';
import { t } from '../i18n';
import { IconButton } from '../ui/button';
import type { RoomStore } from './room-store';

/** Microphone, camera and, where the browser can, the screen. A red one is off. */
export function MediaButtons({ store, screen }: { store: RoomStore; screen: boolean }) {
  const words = t().room;
  const microphone = store.microphone.value;
  const camera = store.camera.value;
  const sharing = store.screen.value;
  const silenced = store.me.value.mutedByHost.includes('audio');
  const heard = microphone.state === 'live' && !microphone.muted && !silenced;
  const seen = camera.state === 'live' && !camera.muted;
  const shares = sharing.state === 'live';
  return (
    <>
      <IconButton
        icon={heard ? Mic : MicOff}
        tone={heard ? 'filled' : 'off'}
        label={silenced ? words.mutedByHost : heard ? words.micOff : words.micOn}
        keys="M"
        aria-busy={microphone.state === 'opening'}
        onClick={store.media.toggleMicrophone}
      />
      <IconButton
        icon={seen ? Video : VideoOff}
        tone={seen ? 'filled' : 'off'}
        label={seen ? words.cameraOff : words.cameraOn}
        keys="V"
        aria-busy={camera.state === 'opening'}
        onClick={store.media.toggleCamera}
      />
      {screen && (
        <IconButton
          icon={shares ? MonitorX : MonitorUp}
          tone="filled"
          pressed={shares}
          label={shares ? words.screenOff : words.screenOn}
          keys="S"
          aria-busy={sharing.state === 'opening'}
          onClick={store.media.toggleScreen}
        />
      )}
    </>
  );
}
