/** Two notes, soft at both ends: pleasant, and not taken for an alarm. */
const NOTES_HZ = [523.25, 659.25];
const NOTE_S = 0.6;
const FADE_S = 0.04;
/** Clear at a usual volume, and no shock at a high one. */
const LOUDNESS = 0.25;
/** How often the level is read, in ms. */
const READ_MS = 50;

/**
 * Plays the tone once, from a press: a browser makes no sound without one.
 *
 * @param onLevel hears how loud it is now, 0 to 1.
 * @returns when it is over; at once after `stop`.
 */
export async function playTone(onLevel: (level: number) => void, stop: AbortSignal): Promise<void> {
  const context = new AudioContext();
  const analyser = new AnalyserNode(context);
  analyser.connect(context.destination);
  const notes = NOTES_HZ.map((hz, i) => note(context, analyser, hz, context.currentTime + i * NOTE_S));
  const samples = new Float32Array(analyser.fftSize);
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    onLevel(Math.min(1, Math.max(...samples) / LOUDNESS));
  }, READ_MS);
  await new Promise<void>((resolve) => {
    notes.at(-1)?.addEventListener('ended', () => resolve());
    stop.addEventListener('abort', () => resolve());
  });
  clearInterval(timer);
  onLevel(0);
  await context.close();
}

function note(context: AudioContext, to: AudioNode, hz: number, atS: number): OscillatorNode {
  const oscillator = new OscillatorNode(context, { frequency: hz });
  const gain = new GainNode(context, { gain: 0 });
  gain.gain.setValueAtTime(0, atS);
  gain.gain.linearRampToValueAtTime(LOUDNESS, atS + FADE_S);
  gain.gain.setValueAtTime(LOUDNESS, atS + NOTE_S - FADE_S);
  gain.gain.linearRampToValueAtTime(0, atS + NOTE_S);
  oscillator.connect(gain).connect(to);
  oscillator.start(atS);
  oscillator.stop(atS + NOTE_S);
  return oscillator;
}
