/** What lies behind an element, as a rectangle: one colour, or several from left to right. */
import { shape, type Box } from './shape.ts';

/** The paper behind all: the first background that is not transparent, from the host outwards. */
export function addPaper(svg: SVGElement, host: Element, box: Box): void {
  let paper: Element | null = host;
  while (paper && isTransparent(getComputedStyle(paper).backgroundColor))
    paper = paper.parentElement;
  const fill = paper ? getComputedStyle(paper).backgroundColor : '#fff';
  svg.append(shape('rect', { ...box, fill }));
}

export function addBackground(
  svg: SVGElement,
  part: HTMLElement,
  style: CSSStyleDeclaration,
  box: Box,
): void {
  const fill = addGradient(svg, style.backgroundImage) ?? style.backgroundColor;
  if (isTransparent(fill)) return;
  const { rect, transform } = upright(part, style.rotate, box);
  const rx = Math.min(radius(style, rect), rect.width / 2, rect.height / 2);
  svg.append(shape('rect', { ...rect, rx, fill, opacity: style.opacity, transform }));
}

/** Colours from left to right in even steps, as what a shape is filled with; null where there are none. */
function addGradient(svg: SVGElement, image: string): string | null {
  if (!image.startsWith('linear-gradient(to right, ')) return null;
  const colours = image.match(/rgba?\([^)]*\)/g) ?? [];
  const id = `gradient-${svg.querySelectorAll('linearGradient').length}`;
  const gradient = shape('linearGradient', { id });
  gradient.append(
    ...colours.map((colour, n) =>
      shape('stop', { offset: n / (colours.length - 1), 'stop-color': colour }),
    ),
  );
  svg.append(gradient);
  return `url(#${id})`;
}

/** An element as it is before it is turned about its middle, and the turn; `box` holds it as it is seen. */
function upright(part: HTMLElement, rotate: string, box: Box): { rect: Box; transform: string } {
  if (rotate === 'none') return { rect: box, transform: '' };
  const { offsetWidth: width, offsetHeight: height } = part;
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const rect = { x: x - width / 2, y: y - height / 2, width, height };
  return { rect, transform: `rotate(${Number.parseFloat(rotate)} ${x} ${y})` };
}

function radius(style: CSSStyleDeclaration, { width }: Box): number {
  const value = Number.parseFloat(style.borderTopLeftRadius);
  return style.borderTopLeftRadius.endsWith('%') ? (value / 100) * width : value;
}

function isTransparent(colour: string): boolean {
  return colour === 'transparent' || /^rgba\(.*, 0\)$/.test(colour);
}
