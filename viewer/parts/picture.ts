import { VIRIDIS } from './colours.ts';

export type Range = readonly [lowest: number, highest: number];

export interface PictureShape {
  readonly channels: number;
  readonly height: number;
  readonly width: number;
}

/**
 * Paints an image, one canvas pixel for each of its own; the style sheet makes it larger.
 *
 * @param values channels × height × width, [0, 1]; three channels are red, green and blue, of any
 *   other number the mean is shown in grey
 */
export function paintImage(
  canvas: HTMLCanvasElement,
  values: Float32Array,
  { channels, height, width }: PictureShape,
): void {
  const plane = height * width;
  const coloured = channels === 3;
  paintPixels(canvas, height, width, (pixel, rgba, at) => {
    if (coloured) {
      for (let c = 0; c < 3; c++) rgba[at + c] = 255 * values[c * plane + pixel];
      return;
    }
    let sum = 0;
    for (let c = 0; c < channels; c++) sum += values[c * plane + pixel];
    rgba.fill((255 * sum) / channels, at, at + 3);
  });
}

/**
 * Paints numbers in viridis, dark for the lowest of `range` and bright for the highest; where all
 * are the same, in its middle colour.
 *
 * @param values height × width, or fewer where the last row is short
 */
export function paintMap(
  canvas: HTMLCanvasElement,
  values: Float32Array,
  height: number,
  width: number,
  [lowest, highest]: Range,
): void {
  const scale = highest > lowest ? 255 / (highest - lowest) : 0;
  paintPixels(canvas, height, width, (pixel, rgba, at) => {
    if (pixel >= values.length) {
      rgba[at + 3] = 0;
      return;
    }
    const step = scale === 0 ? 128 : Math.round((values[pixel] - lowest) * scale);
    const from = 3 * Math.min(255, Math.max(0, step));
    for (let c = 0; c < 3; c++) rgba[at + c] = VIRIDIS[from + c];
  });
}

/** Smallest and largest value. */
export function rangeOf(values: Float32Array): Range {
  let lowest = Infinity;
  let highest = -Infinity;
  for (const value of values) {
    if (value < lowest) lowest = value;
    if (value > highest) highest = value;
  }
  return [lowest, highest];
}

/** Mean over `count` maps that follow one another. */
export function meanMap(values: Float32Array, count: number): Float32Array {
  const size = values.length / count;
  const mean = new Float32Array(size);
  for (let map = 0; map < count; map++) {
    for (let i = 0; i < size; i++) mean[i] += values[map * size + i] / count;
  }
  return mean;
}

/** Mean of the squared differences. */
export function meanSquaredError(first: Float32Array, second: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < first.length; i++) sum += (first[i] - second[i]) ** 2;
  return sum / first.length;
}

/** Sets each pixel of a canvas of its own size; what is not set of a colour stays 255. */
export function paintPixels(
  canvas: HTMLCanvasElement,
  height: number,
  width: number,
  colour: (pixel: number, rgba: Uint8ClampedArray, at: number) => void,
): void {
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  const context = canvas.getContext('2d')!;
  const image = context.createImageData(width, height);
  image.data.fill(255);
  for (let pixel = 0; pixel < width * height; pixel++) colour(pixel, image.data, 4 * pixel);
  context.putImageData(image, 0, 0);
}
