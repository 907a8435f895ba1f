import { LoaderCircle, Mic, MicOff, Video, VideoOff } from 'lucide-preact';
import type { Device } from '@ilive/client';
import { t } from '../i18n';
import { cameraId, microphoneId } from '../prefs/prefs';
import { IconButton } from '../ui/button';
import { Select } from '../ui/field';
import { TrackVideo } from '../ui/track-video';
import { useObservable } from '../session/observe';
import type { DeviceCheck } from './check';
import { DeviceHelp } from './device-help';
import { LevelMeter } from './level-meter';
import { optionsOf } from './live-devices';
import { SpeakerTest } from './speaker-test';
import './device-check.css';

/** The own picture as others will see it; below it, what to do where a device does not start. */
export function PreviewPane({ check }: { check: DeviceCheck }) {
  return (
    <div class="preview-pane">
      <Picture check={check} />
      <DeviceHelp check={check} />
    </div>
  );
}

/** With the two switches on it. */
function Picture({ check }: { check: DeviceCheck }) {
  const words = t().preflight;
  const camera = check.parts.camera.value;
  const microphone = check.parts.microphone.value;
  return (
    <figure class="preview dark" aria-label={words.preview}>
      <PreviewPicture check={check} />
      <figcaption class="preview-switches">
        <IconButton
          icon={microphone.state === 'on' ? Mic : MicOff}
          tone={microphone.state === 'on' ? 'filled' : 'off'}
          label={microphone.state === 'on' ? words.micOff : words.micOn}
          disabled={microphone.state === 'opening'}
          onClick={() => void check.toggle('microphone')}
        />
        <IconButton
          icon={camera.state === 'on' ? Video : VideoOff}
          tone={camera.state === 'on' ? 'filled' : 'off'}
          label={camera.state === 'on' ? words.cameraOff : words.cameraOn}
          disabled={camera.state === 'opening'}
          onClick={() => void check.toggle('camera')}
        />
      </figcaption>
    </figure>
  );
}

function PreviewPicture({ check }: { check: DeviceCheck }) {
  const preview = check.preview.value;
  const state = check.parts.camera.value.state;
  if (state === 'on' && preview !== null) return <PreviewVideo preview={preview} />;
  const [Icon, text] = state === 'opening' ? [LoaderCircle, t().preflight.starting] : [VideoOff, t().preflight.cameraIsOff];
  return (
    <p class="preview-none" role="status">
      <Icon size={32} aria-hidden="true" class={state === 'opening' ? 'turning' : ''} />
      {text}
    </p>
  );
}

function PreviewVideo({ preview }: { preview: NonNullable<DeviceCheck['preview']['value']> }) {
  const track = useObservable(preview.camera);
  return track === null ? null : <TrackVideo class="preview-video" track={track} mirrored label={t().preflight.preview} />;
}

/** The two pickers and the meter; then whether others are heard. */
export function DevicePickers({ check }: { check: DeviceCheck }) {
  const words = t().preflight;
  const preview = check.preview.value;
  return (
    <div class="pickers">
      <Select
        label={words.camera}
        value={known(cameraId.value, check.cameras.value)}
        options={optionsOf(check.cameras.value, words.cameraNumber, words.noCamera)}
        disabled={check.cameras.value.length === 0}
        onChange={(id) => void check.use('camera', id)}
      />
      <div class="pickers-sound">
        <Select
          label={words.microphone}
          value={known(microphoneId.value, check.microphones.value)}
          options={optionsOf(check.microphones.value, words.microphoneNumber, words.noMicrophone)}
          disabled={check.microphones.value.length === 0}
          onChange={(id) => void check.use('microphone', id)}
        />
        <LevelMeter level={preview?.level} on={check.parts.microphone.value.state === 'on'} />
      </div>
      <SpeakerTest />
    </div>
  );
}

/** The device in use, also when the browser chose it. */
function known(id: string, devices: readonly Device[]): string {
  return devices.some((device) => device.deviceId === id) ? id : (devices[0]?.deviceId ?? '');
}
