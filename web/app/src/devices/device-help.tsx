import { TriangleAlert } from 'lucide-preact';
import { t } from '../i18n';
import { Button } from '../ui/button';
import type { DeviceCheck, Part } from './check';
import { browserOf, type Browser, type DeviceProblem } from './problem';

/** Where a device does not start: why, and what to do in this browser. Absent while all is well. */
export function DeviceHelp({ check }: { check: DeviceCheck }) {
  const camera = problemIn(check.parts.camera.value);
  const microphone = problemIn(check.parts.microphone.value);
  const problem = camera ?? microphone;
  if (problem === undefined) return null;
  const { title, text } = helpFor(problem, { camera: camera !== undefined, microphone: microphone !== undefined });
  return (
    <section class="device-help" role="alert">
      <TriangleAlert size={20} aria-hidden="true" />
      <div>
        <p class="device-help-title">{title}</p>
        <p class="small">{text}</p>
        {problem !== 'insecure' && <Button onClick={() => void check.start()}>{t().common.retry}</Button>}
      </div>
    </section>
  );
}

function problemIn(part: Part): DeviceProblem | undefined {
  return part.state === 'problem' ? part.problem : undefined;
}

function helpFor(problem: DeviceProblem, which: { camera: boolean; microphone: boolean }): { title: string; text: string } {
  const words = t().preflight;
  switch (problem) {
    case 'denied':
      return { title: deniedTitle(which), text: whereToAllow(browserOf(navigator.userAgent)) };
    case 'insecure':
      return { title: words.insecureTitle, text: words.insecureText };
    case 'missing':
      return { title: missingTitle(which), text: words.missingText };
    case 'busy':
      return { title: words.busyTitle, text: words.busyText };
    case 'failed':
      return { title: words.failedTitle, text: words.failedText };
  }
}

function deniedTitle({ camera, microphone }: { camera: boolean; microphone: boolean }): string {
  const words = t().preflight;
  if (camera && microphone) return words.deniedTitle;
  return camera ? words.deniedCamera : words.deniedMic;
}

function missingTitle({ camera, microphone }: { camera: boolean; microphone: boolean }): string {
  const words = t().preflight;
  if (camera && microphone) return words.missingTitle;
  return camera ? words.missingCamera : words.missingMic;
}

function whereToAllow(browser: Browser): string {
  const words = t().preflight;
  const places: Readonly<Record<Browser, string>> = {
    chrome: words.deniedChrome,
    firefox: words.deniedFirefox,
    safari: words.deniedSafari,
    ios: words.deniedIos,
    android: words.deniedAndroid,
    other: words.deniedOther,
  };
  return places[browser];
}
