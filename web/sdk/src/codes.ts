import { codeModule, codeName } from './codes.gen.js';
import { codeTextsEn, type CodeText } from './codes.texts.gen.js';

/** What is known of a code, in one language. */
export interface CodeRow {
  readonly name: string;
  readonly text: string;
  readonly why: string;
  readonly fix: string;
  /** What the sub-reason means, where it says more. */
  readonly detail: string;
}

/** The contract's texts in one language, by number. */
export type CodeTexts = Readonly<Record<number, CodeText>>;

/** The contract's texts in English. For Chinese: `import { zh } from '@ilive/client/zh'`. */
export const en: CodeTexts = codeTextsEn;

/** The contract's texts for a code of a module; a code of another space (`im`, `call`) is only named. */
export function codeRow(module: string, code: number, texts: CodeTexts = en, subReason = ''): CodeRow {
  const name = codeModule(code) === module ? codeName(code) : undefined;
  if (name === undefined) return { name: `${module.toUpperCase()}_${code}`, text: `${module} ${code}`, why: '', fix: '', detail: '' };
  const { text = '', cause = '', fix = '', subReasons } = texts[code] ?? {};
  return { name, text, why: cause, fix, detail: subReasons?.[subReason] ?? '' };
}
