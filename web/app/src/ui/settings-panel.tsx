import { BookOpen } from 'lucide-preact';
import { Limits } from '@ilive/client';
import { useState } from 'preact/hooks';
import { t } from '../i18n';
import type { Language } from '../i18n/dictionaries';
import { language, nick, theme, type Theme } from '../prefs/prefs';
import { SignedIn } from '../session/signed-in';
import { Field, Segments } from './field';
import { manualUrl } from './manual';
import { cleanNick } from './nick';

/** In their own language, so that who is lost in another finds it. */
const LANGUAGES: ReadonlyArray<{ value: Language; text: string }> = [
  { value: 'zh-CN', text: '中文' },
  { value: 'en', text: 'English' },
];

/** Who one is here; language, looks and name, each of which takes effect at once and is kept. */
export function SettingsPanel() {
  const words = t().common;
  const themes: ReadonlyArray<{ value: Theme; text: string }> = [
    { value: 'light', text: words.themeLight },
    { value: 'dark', text: words.themeDark },
    { value: 'auto', text: words.themeAuto },
  ];
  const [name, setName] = useState(nick.value);
  const rename = (value: string) => {
    setName(value);
    nick.value = cleanNick(value);
  };

  return (
    <div class="settings">
      <SignedIn />
      <Segments label={words.language} value={language.value} options={LANGUAGES} onChange={(value) => (language.value = value)} />
      <Segments label={words.theme} value={theme.value} options={themes} onChange={(value) => (theme.value = value)} />
      <Field label={words.yourName} value={name} onInput={rename} maxLength={Limits.NICK_MAX_CHARS} hint={words.nameNextRoom} autocomplete="nickname" />
      <a class="settings-manual small" href={manualUrl(language.value)} target="_blank" rel="noreferrer">
        <BookOpen size={16} aria-hidden="true" />
        {words.manual}
      </a>
    </div>
  );
}
