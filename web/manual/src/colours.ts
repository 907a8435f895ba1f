import type { ShikiTransformer, ThemeRegistration } from 'shiki';

/** Marks that stand for the kinds of words in code; `nameColours` makes classes of them, the theme's style sheet colours. */
const KINDS: Record<string, string[]> = {
  comment: ['comment', 'punctuation.definition.comment'],
  string: ['string', 'punctuation.definition.string', 'markup.inline.raw'],
  number: ['constant.numeric', 'constant.language', 'constant.other', 'support.constant'],
  keyword: ['keyword', 'storage', 'variable.language'],
  name: ['entity.name.function', 'support.function', 'entity.name.type', 'support.type', 'entity.name.tag', 'support.class'],
};
const marks = Object.keys(KINDS).map((kind, index) => [kind, `#00000${index + 1}`] as const);

/** A theme that names the kinds instead of giving colours. */
export const colours: ThemeRegistration = {
  name: 'kinds',
  type: 'light',
  fg: '#000000',
  bg: '#ffffff',
  settings: marks.map(([kind, mark]) => ({ scope: KINDS[kind]!, settings: { foreground: mark } })),
};

/** Classes in place of style attributes, which the server's Content-Security-Policy forbids. */
export const nameColours: ShikiTransformer = {
  name: 'name-colours',
  pre(node) {
    delete node.properties['style'];
  },
  span(node) {
    const style = String(node.properties['style'] ?? '');
    delete node.properties['style'];
    const kind = marks.find(([, mark]) => style.includes(mark))?.[0];
    if (kind !== undefined) node.properties['class'] = `code-${kind}`;
  },
};
