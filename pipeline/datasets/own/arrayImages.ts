/** Arrays of images and of labels, in the forms that people keep them in, as bytes and as names. */
import { InputError } from '../../errors.ts';
import { imageSize, type ImageShape } from '../../images.ts';
import { commonScale, rangeOf } from './arrayScale.ts';
import {
  type ArrayContent,
  eachNumber,
  elements,
  isNumeric,
  npyHeader,
  readTexts,
} from './npyArray.ts';
import type { NpyHeader } from './npyHeader.ts';

/** Images without labels. */
export interface Pixels {
  readonly shape: ImageShape;
  readonly pixels: Uint8Array;
}

/** As long as a typed array can be. */
const MOST_VALUES = 2 ** 32;

/** How the values of an image follow one another. */
export interface Layout {
  readonly shape: ImageShape;
  readonly channelsLast: boolean;
}

/**
 * N × H × W, N × H × W × C, N × C × H × W or, for squares, N × (H · W): bytes from 0 to 255, floats
 * from 0 to 1 or to 255, or black and white as 0 and 1.
 *
 * @throws InputError for other arrays
 */
export async function readPixels(content: ArrayContent): Promise<Pixels> {
  const header = await npyHeader(content);
  const layout = layoutOf(header, content.name);
  return pixelsOf(content, header, layout, await scaleOf(content, header));
}

/**
 * The images of several arrays of one set, each as {@link readPixels} takes it, in one scale.
 *
 * @throws InputError for other arrays, and where they differ in scale
 */
export async function readAllPixels(contents: readonly ArrayContent[]): Promise<Pixels[]> {
  const arrays = await Promise.all(
    contents.map(async (content) => {
      const header = await npyHeader(content);
      return { content, header, layout: layoutOf(header, content.name) };
    }),
  );
  const ranges = arrays.map(({ content, header }) => rangeOf(content, header));
  const scale = commonScale(await Promise.all(ranges));
  const pixels = arrays.map(({ content, header, layout }) =>
    pixelsOf(content, header, layout, scale),
  );
  return Promise.all(pixels);
}

/**
 * The images of an array whose layout and scale are known.
 *
 * @throws InputError where they are too many to keep
 */
export async function pixelsOf(
  content: ArrayContent,
  header: NpyHeader,
  { shape, channelsLast }: Layout,
  scale: number,
): Promise<Pixels> {
  const { name } = content;
  if (elements(header) > MOST_VALUES) {
    throw new InputError(
      `${name} holds ${elements(header).toLocaleString('en')} values, and ${MOST_VALUES.toLocaleString('en')} at most can be kept; cut it into a smaller set.`,
    );
  }
  const pixels = new Uint8Array(elements(header));
  const size = imageSize(shape);
  const { channels } = shape;
  const area = size / channels;
  await eachNumber(content, header, (value, i) => {
    const k = i % size;
    const to = channelsLast ? i - k + (k % channels) * area + Math.floor(k / channels) : i;
    pixels[to] = Math.round(value * scale);
  });
  return { shape, pixels };
}

/** @throws InputError where the array is not one of images */
export function layoutOf({ shape, dtype }: NpyHeader, name: string): Layout {
  if (!isNumeric(dtype)) {
    throw new InputError(`${name} holds ${dtype}; expected numbers, as images are.`);
  }
  const image = shape.slice(1);
  const layout = shape.includes(0) ? null : imageLayout(image);
  if (layout) return layout;
  throw new InputError(
    `${name} has the shape ${shape.join(' × ') || '()'}; expected images × height × width, and 1 or 3 channels last or second.`,
  );
}

/** @param sizes of an image's axes */
function imageLayout(sizes: readonly number[]): Layout | null {
  const grey = (height: number, width: number) => ({
    shape: { channels: 1, height, width },
    channelsLast: false,
  });
  const isDepth = (size: number) => size === 1 || size === 3;
  const [first, second, third] = sizes;
  switch (sizes.length) {
    case 1:
      return Number.isInteger(Math.sqrt(first)) ? grey(Math.sqrt(first), Math.sqrt(first)) : null;
    case 2:
      return grey(first, second);
    case 3:
      if (isDepth(third)) {
        return { shape: { channels: third, height: first, width: second }, channelsLast: true };
      }
      if (!isDepth(first)) return null;
      return { shape: { channels: first, height: second, width: third }, channelsLast: false };
    default:
      return null;
  }
}

/**
 * The factor that makes 255 of the brightest value there can be.
 *
 * @throws InputError where the values are none of images, or leave the factor open
 */
export async function scaleOf(content: ArrayContent, header: NpyHeader): Promise<number> {
  return commonScale([await rangeOf(content, header)]);
}

/** @throws InputError where they are not one whole number or text an image */
export async function readLabels(content: ArrayContent, count: number): Promise<string[]> {
  const header = await npyHeader(content);
  checkLabels(header, content.name, count);
  return labelsOf(content, header);
}

/** @throws InputError where it is not one label an image */
export function checkLabels(header: NpyHeader, name: string, count: number): void {
  const { shape } = header;
  if (elements(header) === count && shape[0] === count) return;
  throw new InputError(
    `${name} has the shape ${shape.join(' × ') || '()'}; expected one label for each of ${count} images.`,
  );
}

/** @throws InputError where they are neither whole numbers nor texts */
export async function labelsOf(content: ArrayContent, header: NpyHeader): Promise<string[]> {
  const { name } = content;
  const { dtype } = header;
  if (/^[US]\d+$/.test(dtype)) return readTexts(content, header);
  if (!isNumeric(dtype)) {
    throw new InputError(`${name} holds ${dtype}; expected labels as whole numbers or texts.`);
  }
  const labels: string[] = [];
  await eachNumber(content, header, (value, i) => {
    if (!Number.isInteger(value)) {
      throw new InputError(
        `${name}: label ${i} (counted from 0) is ${value}; expected whole numbers or texts.`,
      );
    }
    labels.push(String(value));
  });
  return labels;
}
