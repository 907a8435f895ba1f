import { describe, expect, it } from 'vitest';

import { renderFigure } from '../src/figure.js';

const TWO = 'box a 0 0 Your|app\nstrong b 2 0 ilive serve\n';

describe('a figure', () => {
  it('has its boxes, its words in lines, and its caption for those who cannot see it', () => {
    const html = renderFigure('Who asks <whom>', TWO);

    expect(html).toContain('aria-label="Who asks &lt;whom&gt;"');
    expect(html.match(/<rect class="figure-(box|strong)"/g)).toHaveLength(2);
    expect(html).toMatch(/<tspan[^>]*>Your<\/tspan><tspan[^>]*>app<\/tspan>/);
  });

  it('draws an arrow from edge to edge', () => {
    const html = renderFigure('c', `${TWO}arrow a -> b login`);

    // The first box ends at 144, the second begins at 192; both are 48 high.
    expect(html).toContain('d="M146 24L182 24"');
    expect(html).toContain('d="M190 24L');
  });

  it('keeps two arrows between the same boxes apart', () => {
    const html = renderFigure('c', `${TWO}arrow a -> b ask\narrow b -> a answer`);

    const heights = [...html.matchAll(/figure-line" d="M[\d.]+ ([\d.]+)/g)].map((found) => Number(found[1]));
    expect(Math.abs(heights[0]! - heights[1]!)).toBe(18);
  });

  it('is marked when it is too wide for a phone', () => {
    expect(renderFigure('c', TWO)).toContain('<figure class="figure">');
    expect(renderFigure('c', `${TWO}box c 5 0 far`)).toContain('<figure class="figure figure-wide">');
  });

  it('needs neither style attribute nor script', () => {
    const html = renderFigure('c', `${TWO}arrow a -- b\ngroup 0 0 2 1 frame\ntext 0 1 beside`);

    expect(html).not.toMatch(/style=|<script|<style|on\w+=/);
  });

  it.each([
    ['an unknown box', 'box a 0 0 A\narrow a -> z', 'no box "z"'],
    ['an unknown item', 'circle a 0 0', '"circle" is none of'],
    ['a number that is none', 'box a x 0 A', 'a number is missing'],
    ['an arrow without an end', 'box a 0 0 A\narrow a', 'an arrow is'],
  ])('refuses %s', (_, source, said) => {
    expect(() => renderFigure('c', source)).toThrow(said);
  });
});
