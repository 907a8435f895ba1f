import { Limits } from '@ilive/client';
import { useSignal } from '@preact/signals';
import { Radio } from 'lucide-preact';
import { useEffect, useMemo } from 'preact/hooks';
import { DeviceCheck } from '../devices/check';
import { DevicePickers, PreviewPane } from '../devices/device-check';
import { t } from '../i18n';
import { nick } from '../prefs/prefs';
import { useMedia } from '../room/use-media';
import type { Plan } from '../studio/armed';
import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { cleanNick, cleanTitle } from '../ui/nick';
import { NetworkCheck } from './network-check';
import './get-ready.css';

interface GetReadyProps {
  room: string;
  onReady: (plan: Plan) => void;
}

/** Name, title, picture and sound; nothing is sent before the button is pressed. */
export function GetReady({ room, onReady }: GetReadyProps) {
  const words = t().preflight;
  const check = useMemo(() => new DeviceCheck(), []);
  // Beside the form there is room below the picture; in one column the name comes first.
  const wide = useMedia('(width >= 860px)');
  const name = useSignal(nick.value);
  const title = useSignal('');
  const tried = useSignal(false);
  const unnamed = tried.value && cleanNick(name.value) === '';

  useEffect(() => {
    void check.start();
    return () => check.stop();
  }, [check]);

  const chosen = check.chosen.value;
  const silent = chosen.camera === false && chosen.microphone === false;
  const submitted = (event: Event) => {
    event.preventDefault();
    tried.value = true;
    const called = cleanNick(name.value);
    if (called === '') return;
    nick.value = called;
    check.stop();
    onReady({ title: cleanTitle(title.value) || words.titleDefault(called), devices: chosen });
  };

  return (
    <main id="main" class="ready">
      <div class="ready-picture">
        <PreviewPane check={check} />
        {wide && <DevicePickers check={check} />}
      </div>
      <form class="ready-form" onSubmit={submitted} noValidate>
        <div>
          <h1>{words.title}</h1>
          <p class="muted small">{words.subtitle}</p>
        </div>
        <Field
          label={words.name}
          value={name.value}
          onInput={(value) => (name.value = value)}
          placeholder={words.namePlaceholder}
          maxLength={Limits.NICK_MAX_CHARS}
          autocomplete="nickname"
          required
          problem={unnamed ? words.nameNeeded : undefined}
        />
        <Field
          label={words.roomTitle}
          value={title.value}
          onInput={(value) => (title.value = value)}
          placeholder={words.titlePlaceholder}
          maxLength={Limits.TITLE_MAX_CHARS}
          autocomplete="off"
        />
        {!wide && <DevicePickers check={check} />}
        <NetworkCheck />
        <div class="ready-go">
          <Button kind="primary" type="submit" icon={Radio} busy={check.busy.value}>{t().common.goLive}</Button>
          <p class="small muted num" role="status">{goNote(room, silent, chosen.camera === false)}</p>
        </div>
      </form>
    </main>
  );
}

function goNote(room: string, silent: boolean, noPicture: boolean): string {
  const words = t().preflight;
  if (silent) return words.encoderOnly;
  return noPicture ? words.soundOnly : words.goLiveIn(room);
}
