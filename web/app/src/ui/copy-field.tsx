import { Copy, Eye, EyeOff } from 'lucide-preact';
import { useId, useState } from 'preact/hooks';
import { t } from '../i18n';
import { IconButton } from './button';
import { copyText } from './copy';
import './copy-field.css';

interface CopyFieldProps {
  label: string;
  value: string;
  /** Hidden until asked for; the words of the button that shows and hides it. */
  secret?: { show: string; hide: string };
}

/** A value to take elsewhere. */
export function CopyField({ label, value, secret }: CopyFieldProps) {
  const id = useId();
  const [shown, setShown] = useState(secret === undefined);
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <div class="copy-field">
        <input
          id={id}
          class="input mono"
          type={shown ? 'text' : 'password'}
          value={value}
          readOnly
          autocomplete="off"
          spellcheck={false}
          onFocus={(event) => event.currentTarget.select()}
        />
        {secret !== undefined && (
          <IconButton icon={shown ? EyeOff : Eye} label={shown ? secret.hide : secret.show} onClick={() => setShown(!shown)} />
        )}
        <IconButton icon={Copy} tone="filled" label={t().common.copyNamed(label)} onClick={() => void copyText(value, t().common.copied)} />
      </div>
    </div>
  );
}
