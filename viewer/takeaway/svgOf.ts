/**
 * What is seen of a part of the page, as an SVG that other programs can open and edit: backgrounds as
 * rectangles, text as text, drawings as they are, and canvases as pictures inside. Of borders and shadows
 * nothing is kept.
 */
import { element } from '../parts/elements.ts';

const SVG = 'http://www.w3.org/2000/svg';

/** Draws something in place of an element, at its left top corner, CSS pixels; null for the usual way. */
export type Substitute = (original: Element) => SVGElement | null;

/**
 * @param host is in view, so that it has a size
 * @param substitute for elements that can say better what they show, such as a canvas in vectors
 * @returns an `<svg>` in CSS pixels, with all styles written out
 */
export function svgOf(host: HTMLElement, substitute: Substitute = () => null): SVGSVGElement {
  const frame = host.getBoundingClientRect();
  const svg = document.createElementNS(SVG, 'svg');
  setAll(svg, {
    xmlns: SVG,
    width: frame.width,
    height: frame.height,
    viewBox: `0 0 ${frame.width} ${frame.height}`,
  });
  svg.append(backdrop(host, frame));
  addElement(svg, host, frame, substitute);
  return svg;
}

/** The text of a file. */
export function serialised(svg: SVGSVGElement): string {
  return new XMLSerializer().serializeToString(svg);
}

function addElement(svg: SVGElement, part: Element, frame: DOMRect, substitute: Substitute): void {
  const style = getComputedStyle(part);
  const box = part.getBoundingClientRect();
  if (style.visibility === 'hidden' || style.display === 'none' || box.width === 0) return;
  // Not for the eye: clipped away, for screen readers only.
  if (part.classList.contains('unseen')) return;
  const x = box.left - frame.left;
  const y = box.top - frame.top;
  const better = substitute(part);
  if (better) {
    better.setAttribute('transform', `translate(${x} ${y})`);
    svg.append(better);
    return;
  }
  if (part instanceof SVGSVGElement) {
    svg.append(styledCopy(part, { x, y, width: box.width, height: box.height }));
    return;
  }
  if (!isTransparent(style.backgroundColor)) svg.append(backgroundOf(style, box, frame));
  if (part instanceof HTMLCanvasElement) {
    svg.append(pictureOf(part, style, { x, y, width: box.width, height: box.height }));
    return;
  }
  if (part instanceof HTMLSelectElement) {
    addText(svg, part.options[part.selectedIndex].text, style, x + 8, y, box.height);
    return;
  }
  for (const child of part.childNodes) {
    if (child instanceof Element) addElement(svg, child, frame, substitute);
    else if (child instanceof Text) addLines(svg, child, style, frame);
  }
}

/** The paper behind all: the first background that is not transparent, from the host outwards. */
function backdrop(host: Element, frame: DOMRect): SVGElement {
  let paper: Element | null = host;
  while (paper && isTransparent(getComputedStyle(paper).backgroundColor))
    paper = paper.parentElement;
  const fill = paper ? getComputedStyle(paper).backgroundColor : '#fff';
  return shape('rect', { width: frame.width, height: frame.height, fill });
}

function backgroundOf(style: CSSStyleDeclaration, box: DOMRect, frame: DOMRect): SVGElement {
  return shape('rect', {
    x: box.left - frame.left,
    y: box.top - frame.top,
    width: box.width,
    height: box.height,
    rx: Math.min(radius(style, box), box.width / 2, box.height / 2),
    fill: style.backgroundColor,
    opacity: style.opacity,
  });
}

function radius(style: CSSStyleDeclaration, box: DOMRect): number {
  const value = Number.parseFloat(style.borderTopLeftRadius);
  return style.borderTopLeftRadius.endsWith('%') ? (value / 100) * box.width : value;
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
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

/** A piece of text in the lines in which the browser has set it. */
function addLines(svg: SVGElement, text: Text, style: CSSStyleDeclaration, frame: DOMRect): void {
  const words = text.data.matchAll(/\S+/g);
  const range = document.createRange();
  let line: { words: string[]; left: number; top: number; height: number } | null = null;
  const end = (): void => {
    if (line) {
      const { left, top, height } = line;
      addText(svg, line.words.join(' '), style, left - frame.left, top - frame.top, height);
    }
    line = null;
  };
  for (const { 0: word, index } of words) {
    range.setStart(text, index);
    range.setEnd(text, index + word.length);
    const { left, top, height } = range.getBoundingClientRect();
    if (line === null || Math.abs(top - line.top) > 1) {
      end();
      line = { words: [], left, top, height };
    }
    line.words.push(word);
  }
  end();
}

/** @param top of the line's box, as high as `height` */
function addText(
  svg: SVGElement,
  content: string,
  style: CSSStyleDeclaration,
  x: number,
  top: number,
  height: number,
): void {
  const text = shape('text', {
    x,
    y: top + height / 2,
    fill: style.color,
    'dominant-baseline': 'central',
  });
  text.style.font = style.font;
  text.style.letterSpacing = style.letterSpacing;
  text.textContent = style.textTransform === 'uppercase' ? content.toUpperCase() : content;
  svg.append(text);
}

function isTransparent(colour: string): boolean {
  return colour === 'transparent' || /^rgba\(.*, 0\)$/.test(colour);
}

/** An SVG element with attributes. */
export function shape(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
): SVGElement {
  const made = document.createElementNS(SVG, name);
  setAll(made, attributes);
  return made;
}

function setAll(made: SVGElement, attributes: Readonly<Record<string, string | number>>): void {
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
}

/** A picture of an SVG in the pixels of a good screen: twice as many each way as CSS counts. */
export async function pngOf(svg: SVGSVGElement, ratio = 2): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(serialised(svg))}`;
  await image.decode();
  const canvas = element('canvas');
  canvas.width = Math.ceil(svg.width.baseVal.value * ratio);
  canvas.height = Math.ceil(svg.height.baseVal.value * ratio);
  canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob) resolve(blob);
      else
        reject(
          new Error(
            `This browser cannot make a picture of ${canvas.width} × ${canvas.height} pixels.`,
          ),
        );
    });
  });
}
