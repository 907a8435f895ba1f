import type { MarkdownRenderer } from 'vitepress';

import { renderFigure } from './figure.js';

/** Takes fences `figure CAPTION` as figures. */
export function figures(md: MarkdownRenderer): void {
  const code = md.renderer.rules.fence!;
  md.renderer.rules.fence = (tokens, index, options, env, self) => {
    const token = tokens[index]!;
    const caption = /^figure\s+(.+)$/.exec(token.info.trim())?.[1];
    return caption === undefined ? code(tokens, index, options, env, self) : renderFigure(caption, token.content);
  };
}
