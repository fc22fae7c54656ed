/** Puts a picture onto the pad's sheet, in the way that its network is used to. */
import { element } from '../../../parts/elements.ts';
import { whole } from '../../../parts/numbers.ts';
import { PictureError, type DecodedPicture } from './decode.ts';
import { borderIsBright, greyOf, inkOnPaper, showsSomething } from './ink.ts';

/** A picture on the pad. */
export interface Picture {
  readonly kind: 'picture';
  readonly source: DecodedPicture;
  /** Of the pad's size. */
  readonly sheet: HTMLCanvasElement;
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
  { width, height, coloured }: Sheet,
  invert: boolean | null = null,
): Picture {
  const sheet = element('canvas', { width: String(width), height: String(height) });
  const { pixels } = source;
  const size = `${whole(source.width)} × ${whole(source.height)} pixels`;
  if (coloured) {
    const cut = fit(sheet, pixels, Math.max);
    const steps = [size, ...(cut ? ['cut to the middle'] : []), 'in its colours'];
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
  fit(sheet, rgba, Math.min);
  const steps = [
    size,
    'made grey',
    ...(inverted ? [bright ? 'inverted, as its border is bright' : 'inverted'] : []),
    ...(stretched ? ['its paper made black'] : []),
  ];
  return { kind: 'picture', source, sheet, inverted, steps };
}

/**
 * Draws a picture onto the middle of a sheet.
 *
 * @param choose of the two scales that fit one side, the one to take
 * @returns whether some of it lies outside
 */
function fit(
  sheet: HTMLCanvasElement,
  pixels: ImageData,
  choose: (a: number, b: number) => number,
): boolean {
  const context = sheet.getContext('2d')!;
  context.fillRect(0, 0, sheet.width, sheet.height);
  const whole = element('canvas', { width: String(pixels.width), height: String(pixels.height) });
  whole.getContext('2d')!.putImageData(pixels, 0, 0);
  const scale = choose(sheet.width / pixels.width, sheet.height / pixels.height);
  const [width, height] = [scale * pixels.width, scale * pixels.height];
  context.imageSmoothingEnabled = scale < SQUARES;
  context.imageSmoothingQuality = 'high';
  context.drawImage(whole, (sheet.width - width) / 2, (sheet.height - height) / 2, width, height);
  return width > sheet.width + 1 || height > sheet.height + 1;
}
