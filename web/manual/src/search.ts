/** What the pages of codes mark as left out of the index, both marks included. */
const UNSEARCHED = /<!-- unsearched -->[^]*?<!-- unsearched -->/g;

/** A page without what is not searched. */
export function searched(page: string): string {
  return page.replace(UNSEARCHED, '');
}

/**
 * The words of a text, for the index and for what is typed: Chinese has no spaces between words, so that each pair of its
 * letters is one.
 *
 * Refers to nothing outside of itself: its text is sent to the browser.
 */
export function tokenize(text: string): string[] {
  const words: string[] = [];
  for (const [run] of text.toLowerCase().matchAll(/[\u3400-\u9fff]+|[\p{L}\p{N}_]+?(?=[\u3400-\u9fff]|[^\p{L}\p{N}_]|$)/gu)) {
    if (run.charCodeAt(0) < 0x3400) {
      words.push(run);
      for (const part of run.split('_')) if (part !== run && part !== '') words.push(part);
    } else if (run.length === 1) {
      words.push(run);
    } else {
      for (let at = 0; at + 1 < run.length; at += 1) words.push(run.slice(at, at + 2));
    }
  }
  return words;
}
