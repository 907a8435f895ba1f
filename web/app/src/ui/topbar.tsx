import { BookOpen, Settings } from 'lucide-preact';
import type { ComponentChildren } from 'preact';
import { t } from '../i18n';
import { language } from '../prefs/prefs';
import { Brand } from './brand';
import { manualUrl } from './manual';
import { Popover } from './popover';
import { SettingsPanel } from './settings-panel';
import './topbar.css';

/** The strip at the top of every page: the way home, what the page puts there, the settings. */
export function Topbar({ children, class: extra = '' }: { children?: ComponentChildren; class?: string }) {
  return (
    <header class={`topbar ${extra}`}>
      <a class="skip" href="#main">{t().common.skipToContent}</a>
      <Brand />
      <div class="topbar-middle">{children}</div>
      <a class="icon-button icon-button-plain topbar-manual" href={manualUrl(language.value)} target="_blank" rel="noreferrer" aria-label={t().common.manual} title={t().common.manual}>
        <BookOpen size={20} aria-hidden="true" />
      </a>
      <Popover label={t().common.settings} icon={Settings}>{() => <SettingsPanel />}</Popover>
    </header>
  );
}
