import { useEffect } from 'preact/hooks';
import { t } from '../i18n';

/** What the browser's tab says. */
export function useTitle(title: string): void {
  const app = t().common.appName;
  useEffect(() => {
    document.title = title === '' ? app : `${title} · ${app}`;
  }, [title, app]);
}
