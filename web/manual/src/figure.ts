/**
 * Figures of the manual, drawn when it is built.
 *
 * A fence `figure CAPTION` holds one item a line, in units of a grid (`UNIT` pixels); `|` breaks a line of text:
 *
 *     box   ID X Y [w=W] [h=H] TEXT       what is there (`strong` instead of `box`: what the page is about)
 *     group X Y W H TEXT                  a frame around others
 *     arrow FROM -> TO [TEXT]             `--` instead of `->`: a line that leads nowhere
 *     text  X Y TEXT                      words beside
 */
const UNIT = { x: 96, y: 64 };
const BOX = { w: 1.5, h: 0.75 };
/** Room around everything, in pixels. */
const MARGIN = 12;
const LINE_HEIGHT = 18;
/** How far two arrows between the same boxes lie apart, in pixels. */
const APART = 9;
const HEAD = 8;
/** Wider than this it would be too small to read on a phone: it is scrolled there. */
const WIDE = 480;

type Point = { x: number; y: number };
type Rect = Point & { w: number; h: number };
type Box = { kind: 'box' | 'strong'; id: string; rect: Rect; lines: string[] };
type Item =
  | Box
  | { kind: 'group'; rect: Rect; lines: string[] }
  | { kind: 'arrow'; from: string; to: string; head: boolean; lines: string[] }
  | { kind: 'text'; at: Point; lines: string[] };

/** The figure as HTML that needs no style attribute and no script. @throws {Error} naming the line that is wrong. */
export function renderFigure(caption: string, source: string): string {
  const items = source.split('\n').filter((line) => line.trim() !== '').map(parse);
  const boxes = new Map(items.filter((item) => 'id' in item).map((box) => [box.id, box]));
  const parts = items.map((item) => draw(item, boxes, items));
  const bounds = around(items);
  const viewBox = [bounds.x - MARGIN, bounds.y - MARGIN, bounds.w + 2 * MARGIN, bounds.h + 2 * MARGIN].map(short);
  const title = escape(caption);
  const name = viewBox[2]! > WIDE ? 'figure figure-wide' : 'figure';
  return (
    `<figure class="${name}"><svg viewBox="${viewBox.join(' ')}" width="${viewBox[2]}" role="img" aria-label="${title}">` +
    `${parts.join('')}</svg><figcaption>${title}</figcaption></figure>\n`
  );
}

function parse(line: string): Item {
  const [kind, rest = ''] = split(line.trim());
  switch (kind) {
    case 'box':
    case 'strong':
      return parseBox(kind, rest, line);
    case 'group': {
      const [x, y, w, h, text] = fields(rest, 4);
      return { kind, rect: scaled(number(x, line), number(y, line), number(w, line), number(h, line)), lines: broken(text) };
    }
    case 'arrow': {
      const found = /^(\S+) (->|--) (\S+)(?: (.*))?$/.exec(rest);
      if (found === null) throw new Error(`figure: an arrow is "FROM -> TO TEXT", not "${line}"`);
      return { kind, from: found[1]!, to: found[3]!, head: found[2] === '->', lines: broken(found[4]) };
    }
    case 'text': {
      const [x, y, text] = fields(rest, 2);
      return { kind, at: { x: number(x, line) * UNIT.x, y: number(y, line) * UNIT.y }, lines: broken(text) };
    }
    default:
      throw new Error(`figure: "${kind}" is none of box, strong, group, arrow, text`);
  }
}

function parseBox(kind: 'box' | 'strong', rest: string, line: string): Box {
  const [id, x, y, tail = ''] = fields(rest, 3);
  const size = { ...BOX };
  const text = tail.replace(/^(?:([wh])=([\d.]+) )(?:([wh])=([\d.]+) )?/, (_, a, b, c, d) => {
    size[a as 'w' | 'h'] = Number(b);
    if (c !== undefined) size[c as 'w' | 'h'] = Number(d);
    return '';
  });
  return { kind, id: id!, rect: scaled(number(x, line), number(y, line), size.w, size.h), lines: broken(text) };
}

function draw(item: Item, boxes: Map<string, Box>, all: Item[]): string {
  switch (item.kind) {
    case 'box':
    case 'strong':
      return rect(item.rect, `figure-${item.kind}`) + words(item.lines, middle(item.rect), 'figure-words');
    case 'group':
      return rect(item.rect, 'figure-group') + words(item.lines, { x: item.rect.x + item.rect.w / 2, y: item.rect.y + 14 }, 'figure-soft');
    case 'text':
      return words(item.lines, item.at, 'figure-soft');
    case 'arrow': {
      const [from, to] = [boxes.get(item.from), boxes.get(item.to)];
      if (from === undefined || to === undefined) throw new Error(`figure: no box "${from === undefined ? item.from : item.to}"`);
      const back = all.some((other) => other.kind === 'arrow' && other.from === item.to && other.to === item.from);
      return arrow(from.rect, to.rect, item.head, item.lines, back ? APART : 0);
    }
  }
}

function arrow(from: Rect, to: Rect, head: boolean, lines: string[], aside: number): string {
  const [a, b] = [middle(from), middle(to)];
  const length = Math.hypot(b.x - a.x, b.y - a.y);
  const unit = { x: (b.x - a.x) / length, y: (b.y - a.y) / length };
  const shift = { x: -unit.y * aside, y: unit.x * aside };
  const start = edge(from, moved(a, shift), unit);
  const end = edge(to, moved(b, shift), { x: -unit.x, y: -unit.y });
  const neck = head ? moved(end, { x: -unit.x * HEAD, y: -unit.y * HEAD }) : end;
  const line = `<path class="figure-line" d="M${point(start)}L${point(neck)}"/>`;
  const wing = { x: -unit.y * HEAD * 0.5, y: unit.x * HEAD * 0.5 };
  const tip = `<path class="figure-head" d="M${point(end)}L${point(moved(neck, wing))}L${point({ x: neck.x - wing.x, y: neck.y - wing.y })}Z"/>`;
  // Of two arrows side by side each has its words on its own side.
  const side = { x: Math.sign(shift.x) * (Math.abs(unit.y) > 0.7 ? 4 : 0), y: Math.sign(shift.y) * (Math.abs(unit.x) > 0.7 ? 10 : 0) };
  const at = moved({ x: (start.x + end.x) / 2, y: (start.y + end.y) / 2 }, side);
  const steep = Math.abs(unit.y) > 0.7 && aside !== 0;
  const anchor = !steep ? 'middle' : shift.x < 0 ? 'end' : 'start';
  return line + (head ? tip : '') + words(lines, at, 'figure-label', anchor);
}

/** Where a ray from `inside` leaves the rectangle. */
function edge(rect: Rect, inside: Point, unit: Point): Point {
  const along = (at: number, low: number, size: number, step: number) =>
    step === 0 ? Infinity : ((step > 0 ? low + size : low) - at) / step;
  const far = Math.min(along(inside.x, rect.x, rect.w, unit.x), along(inside.y, rect.y, rect.h, unit.y));
  return moved(inside, { x: unit.x * (far + 2), y: unit.y * (far + 2) });
}

function rect({ x, y, w, h }: Rect, name: string): string {
  return `<rect class="${name}" x="${short(x)}" y="${short(y)}" width="${short(w)}" height="${short(h)}" rx="8"/>`;
}

function words(lines: string[], at: Point, name: string, anchor = 'middle'): string {
  if (lines.length === 0) return '';
  const first = at.y - ((lines.length - 1) * LINE_HEIGHT) / 2;
  const spans = lines.map((line, index) => `<tspan x="${short(at.x)}" y="${short(first + index * LINE_HEIGHT)}">${escape(line)}</tspan>`);
  return `<text class="${name}" text-anchor="${anchor}" dominant-baseline="central">${spans.join('')}</text>`;
}

/** What the picture must hold; words beside boxes are kept inside by the one who writes them. */
function around(items: Item[]): Rect {
  const rects = items.flatMap((item) => ('rect' in item ? [item.rect] : item.kind === 'text' ? [{ ...item.at, w: 0, h: 0 }] : []));
  const x = Math.min(...rects.map((one) => one.x));
  const y = Math.min(...rects.map((one) => one.y));
  return { x, y, w: Math.max(...rects.map((one) => one.x + one.w)) - x, h: Math.max(...rects.map((one) => one.y + one.h)) - y };
}

function scaled(x: number, y: number, w: number, h: number): Rect {
  return { x: x * UNIT.x, y: y * UNIT.y, w: w * UNIT.x, h: h * UNIT.y };
}

/** The first word, and the rest. */
function split(text: string): [string, string?] {
  const space = text.indexOf(' ');
  return space < 0 ? [text] : [text.slice(0, space), text.slice(space + 1).trim()];
}

/** `count` words, and the rest as one. */
function fields(text: string, count: number): string[] {
  const parts = text.split(/ +/);
  return [...parts.slice(0, count), parts.slice(count).join(' ')];
}

function number(word: string | undefined, line: string): number {
  const value = Number(word);
  if (word === undefined || Number.isNaN(value)) throw new Error(`figure: a number is missing in "${line}"`);
  return value;
}

function broken(text: string | undefined): string[] {
  return text === undefined || text === '' ? [] : text.split('|').map((line) => line.trim());
}

const middle = ({ x, y, w, h }: Rect): Point => ({ x: x + w / 2, y: y + h / 2 });
const moved = (from: Point, by: Point): Point => ({ x: from.x + by.x, y: from.y + by.y });
const short = (value: number): number => Math.round(value * 10) / 10;
const point = ({ x, y }: Point): string => `${short(x)} ${short(y)}`;
const escape = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
