import { Volume2 } from 'lucide-preact';
import { useEffect, useId, useMemo, useRef, useState } from 'preact/hooks';
import { t } from '../i18n';
import { Button } from '../ui/button';
import { showLevel } from './level-meter';
import { playTone } from './tone';

/** Whether sound comes out: a tone on a press, and how loud it is sent to the speaker. */
export function SpeakerTest() {
  const words = t().preflight;
  const title = useId();
  const bar = useRef<HTMLDivElement>(null);
  const stop = useMemo(() => new AbortController(), []);
  const [state, setState] = useState<'idle' | 'playing' | 'played'>('idle');
  useEffect(() => () => stop.abort(), [stop]);

  const play = () => {
    setState('playing');
    const over = () => stop.signal.aborted || setState('played');
    void playTone((level) => bar.current && showLevel(bar.current, level), stop.signal).then(over, over);
  };
  const text = { idle: words.speakerHint, playing: words.speakerPlaying, played: words.speakerPlayed }[state];
  return (
    <div class="field" role="group" aria-labelledby={title}>
      <span id={title} class="field-label">{words.speaker}</span>
      <div class="speaker-row">
        <div ref={bar} class="level-bar" role="meter" aria-label={words.speakerLevel} aria-valuemin={0} aria-valuemax={100} aria-valuenow={0} data-on={state === 'playing'} />
        <Button icon={Volume2} disabled={state === 'playing'} onClick={play}>{words.speakerTest}</Button>
      </div>
      <p class="tiny muted" role="status">{text}</p>
    </div>
  );
}
