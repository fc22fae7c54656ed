/** Colours as the style sheet and the data write them, as pixels. */
import { colourOf, type Colour } from './raster.ts';

const known = new Map<string, Colour>();
let context: OffscreenCanvasRenderingContext2D | null = null;

/** The browser itself reads them, so that any way of writing a colour will do. */
export function cssColours(texts: readonly string[]): Colour[] {
  return texts.map((text) => {
    const colour = known.get(text) ?? read(text);
    known.set(text, colour);
    return colour;
  });
}

function read(text: string): Colour {
  // Made when first needed: where there is no such thing, the page can say so only once it runs.
  context ??= new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })!;
  context.fillStyle = text;
  context.fillRect(0, 0, 1, 1);
  const [red, green, blue] = context.getImageData(0, 0, 1, 1).data;
  return colourOf(red, green, blue);
}
