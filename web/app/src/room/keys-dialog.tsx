import { t } from '../i18n';
import { Dialog } from '../ui/dialog';
import './keys-dialog.css';

/** The list of keys. `publishes`: with those that need a microphone or camera on air. */
export function KeysDialog({ publishes, onClose }: { publishes: boolean; onClose: () => void }) {
  const words = t().common;
  const sending: ReadonlyArray<readonly [string, string]> = [
    ['M', words.keyMic],
    ['V', words.keyCamera],
    ['S', words.keyScreen],
    [words.keySpace, words.keyTalk],
  ];
  const always: ReadonlyArray<readonly [string, string]> = [
    ['H', words.keyHand],
    ['C', words.keyChat],
    ['F', words.keyFull],
    ['/', words.keyFocus],
    ['?', words.keyHelp],
  ];
  return (
    <Dialog title={words.keys} onClose={onClose}>
      <dl class="keys">
        {[...(publishes ? sending : []), ...always].map(([key, does]) => (
          <div key={key}>
            <dt><kbd>{key}</kbd></dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
