import { t } from '../i18n';
import { toast } from './toast';

/** Puts text on the clipboard and says so, or says that it did not work. */
export async function copyText(text: string, done: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    toast(done);
  } catch {
    toast(t().common.copyFailed);
  }
}
