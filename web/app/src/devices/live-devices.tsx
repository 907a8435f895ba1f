import { Ilive, type Device } from '@ilive/client';
import { useEffect, useState } from 'preact/hooks';
import { t } from '../i18n';
import { cameraId, microphoneId } from '../prefs/prefs';
import type { RoomStore } from '../room/room-store';
import { Dialog } from '../ui/dialog';
import { Select } from '../ui/field';
import { SpeakerTest } from './speaker-test';

/** Another camera or microphone while on air; the lists follow what is plugged in. */
export function LiveDevicesDialog({ store, onClose }: { store: RoomStore; onClose: () => void }) {
  const words = t().preflight;
  const cameras = useDevices(() => Ilive.devices.cameras());
  const microphones = useDevices(() => Ilive.devices.microphones());
  const camera = store.camera.value;
  const microphone = store.microphone.value;
  return (
    <Dialog title={t().room.devices} onClose={onClose}>
      <Select
        label={words.camera}
        value={camera.state === 'live' ? camera.deviceId : cameraId.value}
        options={optionsOf(cameras, words.cameraNumber, words.noCamera)}
        disabled={cameras.length === 0}
        onChange={(id) => void store.media.useCamera(id)}
      />
      <Select
        label={words.microphone}
        value={microphone.state === 'live' ? microphone.deviceId : microphoneId.value}
        options={optionsOf(microphones, words.microphoneNumber, words.noMicrophone)}
        disabled={microphones.length === 0}
        onChange={(id) => void store.media.useMicrophone(id)}
      />
      <SpeakerTest />
    </Dialog>
  );
}

function useDevices(list: () => Promise<readonly Device[]>): readonly Device[] {
  const [devices, setDevices] = useState<readonly Device[]>([]);
  useEffect(() => {
    const read = () => void list().then(setDevices, () => setDevices([]));
    read();
    return Ilive.devices.on('changed', read);
  }, []);
  return devices;
}

/** Devices for a picker; without a label, by number. */
export function optionsOf(devices: readonly Device[], nameOf: (n: number) => string, none: string) {
  if (devices.length === 0) return [{ value: '', text: none }];
  return devices.map(({ deviceId, label }, i) => ({ value: deviceId, text: label || nameOf(i + 1) }));
}
