/** Puts a picture onto the pad's sheet, in the way that its network is used to. */
import { element } from '../../../parts/elements.ts';
import { whole } from '../../../parts/numbers.ts';
import { PictureError, type DecodedPicture } from './decode.ts';
import { borderIsBright, greyOf, inkOnPaper, showsSomething } from './ink.ts';

/** A picture on the pad. */
export interface Picture {
  readonly kind: 'picture';
  readonly source: DecodedPicture;
  /** Of the pad's size, nowhere see-through; unlike a canvas, it can be told to another page. */
  readonly sheet: ImageData;
  /** Whether light and dark have changed places; null where that is not done: in colour. */
  readonly inverted: boolean | null;
  /** What was done to the picture, in order, for people. */
  readonly steps: readonly string[];
}

export interface Sheet {
  readonly width: number;
  readonly height: number;
  readonly coloured: boolean;
}

/** From so many times on, a picture is enlarged in squares: small ones are made of pixels that count. */
const SQUARES = 3;

/**
 * Grey pictures are turned into white ink on black paper and fitted whole; coloured ones fill the sheet.
 *
 * @param invert null to find out
 */
export function preparePicture(
  source: DecodedPicture,
  size: Sheet,
  invert: boolean | null = null,
): Picture {
  const { pixels } = source;
  const told = `${whole(source.width)} × ${whole(source.height)} pixels`;
  if (size.coloured) {
    const { sheet, cut } = fit(size, pixels, Math.max);
    const steps = [told, ...(cut ? ['cut to the middle'] : []), 'in its colours'];
    return { kind: 'picture', source, sheet, inverted: null, steps };
  }
  const grey = greyOf(pixels);
  if (!showsSomething(grey)) {
    throw new PictureError(
      `“${source.name}” is of one brightness all over: there is nothing to see.`,
    );
  }
  const bright = borderIsBright(grey);
  const inverted = invert ?? bright;
  const { ink, stretched } = inkOnPaper(grey, inverted);
  const rgba = new ImageData(pixels.width, pixels.height);
  for (let i = 0; i < ink.values.length; i++) {
    rgba.data.fill(255 * ink.values[i], 4 * i, 4 * i + 3);
    rgba.data[4 * i + 3] = 255;
  }
  const { sheet } = fit(size, rgba, Math.min);
  const steps = [
    told,
    'made grey',
    ...(inverted ? [bright ? 'inverted, as its border is bright' : 'inverted'] : []),
    ...(stretched ? ['its paper made black'] : []),
  ];
  return { kind: 'picture', source, sheet, inverted, steps };
}

/**
 * Draws a picture onto the middle of a black sheet.
 *
 * @param choose of the two scales that fit one side, the one to take
 * @returns also whether some of it lies outside
 */
function fit(
  size: Sheet,
  pixels: ImageData,
  choose: (a: number, b: number) => number,
): { sheet: ImageData; cut: boolean } {
  const canvas = element('canvas', { width: String(size.width), height: String(size.height) });
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  context.fillRect(0, 0, size.width, size.height);
  const whole = element('canvas', { width: String(pixels.width), height: String(pixels.height) });
  whole.getContext('2d')!.putImageData(pixels, 0, 0);
  const scale = choose(size.width / pixels.width, size.height / pixels.height);
  const [width, height] = [scale * pixels.width, scale * pixels.height];
  context.imageSmoothingEnabled = scale < SQUARES;
  context.imageSmoothingQuality = 'high';
  context.drawImage(whole, (size.width - width) / 2, (size.height - height) / 2, width, height);
  return {
    sheet: context.getImageData(0, 0, size.width, size.height),
    cut: width > size.width + 1 || height > size.height + 1,
  };
}
