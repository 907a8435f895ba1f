import type { CodeTexts } from './codes.js';
import { codeTextsZh } from './codes.texts.gen.js';

/** The contract's texts in Chinese, apart from the rest so that only those who need them load them: `codeRow(module, code, zh)`. */
export const zh: CodeTexts = codeTextsZh;
