import type { MarkdownRenderer } from 'vitepress';

const LETTER = /[\u3400-\u9fff]/u;
const MARK = /[\u3000-\u303f\uff00-\uffef\u201c\u201d\u2018\u2019]/u;

/** Lines of Chinese are put together without a space: their break is the writer's alone. */
export function chineseBreaks(md: MarkdownRenderer): void {
  md.renderer.rules.softbreak = (tokens, index) => {
    const before = tokens[index - 1]?.content.at(-1) ?? '';
    const after = tokens[index + 1]?.content.at(0) ?? '';
    return joins(before, after) ? '' : '\n';
  };
}

/** Whether nothing stands between two lines: Chinese letters on both sides, or a mark that has its own space. */
export function joins(before: string, after: string): boolean {
  return MARK.test(before) || MARK.test(after) || (LETTER.test(before) && LETTER.test(after));
}
