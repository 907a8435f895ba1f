/** What no test wants of Chromium: questions, work in the background, a network of its own. */
export const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A camera and a microphone that are not there: a real encoder, real ICE, real DTLS behind them. */
export const FAKE_DEVICES = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];

/** A shared screen is chosen without a question. */
export const SHARES_SCREEN = '--auto-select-desktop-capture-source=Entire screen';

/** Lets sound start without a tap: only where a test is not about that. */
export const SOUND_WITHOUT_TAP = '--autoplay-policy=no-user-gesture-required';

/** Chromium takes one such flag, the last: so it also names what Playwright would switch off. The popups of the address bar cost a renderer for each page. */
const OFF = ['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup', 'HttpsUpgrades', 'MediaRouter', 'OptimizationHints', 'PaintHolding', 'Translate'];

export function without(...features: readonly string[]): string {
  return `--disable-features=${[...OFF, ...features].join(',')}`;
}
