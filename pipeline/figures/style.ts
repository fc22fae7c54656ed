/** What all figures share: page width, margins, type, colours, and the sheet they are drawn on. */
import { element, type Attributes, type Markup } from './svg.ts';
import { fitText, textWidth, wrapText } from './text.ts';

/** Width of every figure, in px; a slide of 16:9 at 960 × 540 takes it as it is. */
export const WIDTH = 960;

/** Empty space on all four sides, in px. */
export const MARGIN = 40;

/** Width between the margins, in px. */
export const CONTENT_WIDTH = WIDTH - 2 * MARGIN;

/** Type sizes, in px. */
export const TYPE = { title: 24, subtitle: 14, label: 13, small: 12 } as const;

/** Distance of lines, in px, for the sizes up to `subtitle`. */
export const LINE = 18;

/** Texts have at least 4.5:1 contrast on the background (WCAG 2.2, 1.4.3). */
export const COLOURS = {
  background: '#ffffff',
  text: '#1b1f27',
  muted: '#59616e',
  /** Frames and grid lines, which carry no meaning of their own. */
  faint: '#e1e5eb',
} as const;

export const FONTS = "Inter, system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";

export interface Sheet {
  readonly title: string;
  /** A sentence or two under the title; broken into lines as needed. */
  readonly subtitle: string;
  /** What the figure shows, for those who cannot see it. */
  readonly description: string;
  /** Draws the content below the header, from `top` (px) downwards. */
  readonly draw: (top: number) => Drawing;
}

/** A part of a figure, and where it ends, in px. */
export interface Drawing {
  readonly content: readonly Markup[];
  readonly bottom: number;
}

/** A whole figure: white sheet, header, content, with a margin of equal width all round. */
export function drawSheet({ title, subtitle, description, draw }: Sheet): string {
  const header = drawHeader(title, subtitle);
  const { content, bottom } = draw(header.bottom);
  const height = Math.ceil(bottom + MARGIN);
  const sheet = element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width: WIDTH,
      height,
      viewBox: `0 0 ${WIDTH} ${height}`,
      role: 'img',
      'font-family': FONTS,
      'font-size': TYPE.label,
      fill: COLOURS.text,
    },
    element('title', {}, title),
    element('desc', {}, description),
    element('rect', { width: WIDTH, height, fill: COLOURS.background }),
    ...header.content,
    ...content,
  );
  return `${sheet.source}\n`;
}

function drawHeader(title: string, subtitle: string): Drawing {
  const content: Markup[] = [];
  let y = MARGIN + 20;
  for (const line of wrapText(title, TYPE.title, CONTENT_WIDTH)) {
    content.push(label(line, MARGIN, y, { 'font-size': TYPE.title, 'font-weight': 600 }));
    y += 30;
  }
  y -= 4;
  for (const line of wrapText(subtitle, TYPE.subtitle, CONTENT_WIDTH)) {
    content.push(label(line, MARGIN, y, { 'font-size': TYPE.subtitle, fill: COLOURS.muted }));
    y += LINE + 2;
  }
  return { content, bottom: y + 12 };
}

/** A line of text whose baseline starts at `x`, `y`; `text-anchor` in `attributes` moves it. */
export function label(text: string, x: number, y: number, attributes: Attributes = {}): Markup {
  return element('text', { x, y, ...attributes }, text);
}

/** Like {@link label}, cut to `width` px; the whole text then shows when pointed at. */
export function fittedLabel(
  text: string,
  place: { readonly x: number; readonly y: number; readonly width: number },
  attributes: Attributes = {},
): Markup {
  const size = Number(attributes['font-size'] ?? TYPE.label);
  const at = { x: place.x, y: place.y, ...attributes };
  if (textWidth(text, size) <= place.width) return element('text', at, text);
  const cut = fitText(text, size, place.width);
  return element('text', at, element('title', {}, text), cut);
}
