/**
 * What is seen of a part of the page, as an SVG that other programs can open and edit: backgrounds as
 * rectangles, text as text, drawings as they are, and canvases as pictures inside. Of borders and shadows
 * nothing is kept.
 */
import { addBackground, addPaper } from './background.ts';
import { setAll, shape, type Box } from './shape.ts';
import { addLines, addText } from './text.ts';

/** Draws something in place of an element, at its left top corner, CSS pixels; null for the usual way. */
export type Substitute = (original: Element) => SVGElement | null;

/** For screen readers, or for what can be done with the map: of no use in a picture. */
const LEFT_OUT = '.unseen, .tools, .zoom, .find, .layers, .replay, .keys';

/**
 * @param host is in view, so that it has a size
 * @param substitute for elements that can say better what they show, such as a canvas in vectors
 * @returns an `<svg>` in CSS pixels, with all styles written out
 */
export function svgOf(host: HTMLElement, substitute: Substitute = () => null): SVGSVGElement {
  const frame = host.getBoundingClientRect();
  const { width, height } = frame;
  const svg = shape('svg', { width, height, viewBox: `0 0 ${width} ${height}` });
  addPaper(svg, host, { x: 0, y: 0, width, height });
  addElement(svg, host, frame, substitute);
  return svg;
}

/** The text of a file. */
export function serialised(svg: SVGSVGElement): string {
  return new XMLSerializer().serializeToString(svg);
}

function addElement(
  svg: SVGSVGElement,
  part: Element,
  frame: DOMRect,
  substitute: Substitute,
): void {
  // What a closed part of the page holds has a place and is not seen.
  if (!part.checkVisibility({ visibilityProperty: true }) || part.matches(LEFT_OUT)) return;
  const { left, top, width, height } = part.getBoundingClientRect();
  const box = { x: left - frame.left, y: top - frame.top, width, height };
  const better = substitute(part);
  if (better) {
    better.setAttribute('transform', `translate(${box.x} ${box.y})`);
    svg.append(better);
  } else if (part instanceof SVGSVGElement) {
    svg.append(styledCopy(part, box));
  } else if (part instanceof HTMLElement) {
    addHtml(svg, part, box, frame, substitute);
  }
}

function addHtml(
  svg: SVGSVGElement,
  part: HTMLElement,
  box: Box,
  frame: DOMRect,
  substitute: Substitute,
): void {
  const style = getComputedStyle(part);
  addBackground(svg, part, style, box);
  if (part instanceof HTMLCanvasElement) {
    svg.append(pictureOf(part, style, box));
  } else if (part instanceof HTMLSelectElement) {
    const padding = Number.parseFloat(style.paddingLeft);
    addText(svg, part.options[part.selectedIndex].text, style, { ...box, x: box.x + padding });
  } else {
    for (const child of part.childNodes) {
      if (child instanceof Element) addElement(svg, child, frame, substitute);
      else if (child instanceof Text) addLines(svg, child, style, frame);
    }
  }
}

function pictureOf(canvas: HTMLCanvasElement, style: CSSStyleDeclaration, box: Box): SVGElement {
  const image = shape('image', {
    ...box,
    href: canvas.toDataURL(),
    preserveAspectRatio: style.objectFit === 'contain' ? 'xMidYMid' : 'none',
  });
  image.style.imageRendering = style.imageRendering;
  return image;
}

/** Properties of drawings that the page's style sheet may set. */
const STYLES = [
  'fill',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'opacity',
  'font',
  'text-anchor',
];

function styledCopy(original: SVGSVGElement, box: Box): SVGElement {
  const copy = original.cloneNode(true) as SVGSVGElement;
  const copies = [copy, ...copy.querySelectorAll<SVGElement>('*')];
  [original, ...original.querySelectorAll('*')].forEach((part, n) => {
    const style = getComputedStyle(part);
    for (const name of STYLES) copies[n].style.setProperty(name, style.getPropertyValue(name));
  });
  setAll(copy, { ...box });
  return copy;
}
