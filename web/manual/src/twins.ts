/** What is unlike between the two languages: pages without their twin, and pages of another build. */
export function twinFaults(en: Map<string, string>, zh: Map<string, string>): string[] {
  const missing = (from: Map<string, string>, to: Map<string, string>, lang: string) =>
    [...from.keys()].filter((page) => !to.has(page)).map((page) => `${page} is missing in ${lang}`);
  const unlike = [...en].flatMap(([page, text]) => {
    const other = zh.get(page);
    return other === undefined ? [] : differences(page, outline(text), outline(other));
  });
  return [...missing(en, zh, 'zh'), ...missing(zh, en, 'en'), ...unlike];
}

/** A page as the order of its parts: headings with their level, blocks of code with their language, rows of tables. */
export function outline(text: string): string[] {
  const parts: string[] = [];
  let fence: string | undefined;
  for (const line of text.split('\n')) {
    const mark = /^\s*(`{3,})\s*(\S*)/.exec(line);
    if (fence !== undefined) {
      if (mark?.[1] === fence && mark[2] === '') fence = undefined;
      continue;
    }
    if (mark !== null) {
      fence = mark[1]!;
      parts.push(`code ${mark[2]}`);
    } else if (/^#{1,6} /.test(line)) {
      parts.push(`heading ${line.indexOf(' ')}`);
    } else if (/^\|/.test(line)) {
      parts.push('row');
    }
  }
  return parts;
}

function differences(page: string, en: string[], zh: string[]): string[] {
  const at = en.findIndex((part, index) => part !== zh[index]);
  const first = at < 0 && en.length < zh.length ? en.length : at;
  return first < 0 ? [] : [`${page}: part ${first + 1} is ${en[first] ?? 'nothing'} in en, ${zh[first] ?? 'nothing'} in zh`];
}
