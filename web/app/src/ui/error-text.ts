import { effect, signal } from '@preact/signals';
import { codeRow, en, type CodeRow, type CodeTexts, type IliveError } from '@ilive/client';
import { language } from '../prefs/prefs';

/** The contract's texts of the language in use; those that are not English come when they are first wanted. */
const texts = signal<CodeTexts>(en);

effect(() => {
  if (language.value === 'en') texts.value = en;
  else void import('@ilive/client/zh').then(({ zh }) => language.peek() === 'zh-CN' && (texts.value = zh));
});

/** What the contract says of an error, in the language in use: the server's own table. */
export function contractText({ module, code, subReason }: IliveError): CodeRow {
  return codeRow(module, code, texts.value, subReason);
}
