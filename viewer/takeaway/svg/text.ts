/** Text as text, in the lines in which the browser has set it. */
import { shape, type Box } from './shape.ts';

/** Not `font`, which is empty where one of them cannot be said in short. */
const FONT = [
  'font-family',
  'font-size',
  'font-weight',
  'font-style',
  'font-variant-numeric',
  'letter-spacing',
];

/** @param frame of the whole picture, within the window */
export function addLines(
  svg: SVGElement,
  text: Text,
  style: CSSStyleDeclaration,
  frame: DOMRect,
): void {
  const range = document.createRange();
  let line: { words: string[]; box: Box } | null = null;
  const end = (): void => {
    if (line) addText(svg, line.words.join(' '), style, line.box);
    line = null;
  };
  for (const { 0: word, index } of text.data.matchAll(/\S+/g)) {
    range.setStart(text, index);
    range.setEnd(text, index + word.length);
    const { left, top, width, height } = range.getBoundingClientRect();
    const [x, y] = [left - frame.left, top - frame.top];
    if (line === null || Math.abs(y - line.box.y) > 1) {
      end();
      line = { words: [], box: { x, y, width, height } };
    }
    line.words.push(word);
  }
  end();
}

/** @param box of the line: where it begins, and how high it is */
export function addText(
  svg: SVGElement,
  content: string,
  style: CSSStyleDeclaration,
  { x, y, height }: Box,
): void {
  const place = { x, y: y + height / 2, 'dominant-baseline': 'central' };
  const text = shape('text', { ...place, fill: style.color });
  for (const name of FONT) text.style.setProperty(name, style.getPropertyValue(name));
  text.textContent = style.textTransform === 'uppercase' ? content.toUpperCase() : content;
  svg.append(text);
}
