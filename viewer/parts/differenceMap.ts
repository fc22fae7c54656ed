import { paintPixels, type PictureShape } from './picture.ts';

/** Where the reconstruction is brighter and where it is darker; told apart by colour-blind people too. */
const BRIGHTER = [255, 168, 60] as const;
const DARKER = [96, 178, 255] as const;

/**
 * Where and how a reconstruction differs from its image.
 *
 * @param image channels × height × width, [0, 1], as the reconstruction
 * @returns height × width: mean over the channels of the absolute difference, with the sign of the mean
 *   difference: above 0 where the reconstruction is brighter
 */
export function differenceMap(
  image: Float32Array,
  reconstruction: Float32Array,
  { channels, height, width }: PictureShape,
): Float32Array {
  const plane = height * width;
  return Float32Array.from({ length: plane }, (_, pixel) => {
    let [sum, absolute] = [0, 0];
    for (let at = pixel; at < image.length; at += plane) {
      const difference = reconstruction[at] - image[at];
      sum += difference / channels;
      absolute += Math.abs(difference) / channels;
    }
    return sum < 0 ? -absolute : absolute;
  });
}

/** The largest absolute value. */
export function largest(differences: Float32Array): number {
  return differences.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

/**
 * Paints differences: black for none, orange for brighter, blue for darker, each as bright as the
 * difference is large.
 *
 * @param differences height × width
 * @param most what is painted brightest
 */
export function paintDifferences(
  canvas: HTMLCanvasElement,
  differences: Float32Array,
  { height, width }: PictureShape,
  most: number,
): void {
  paintPixels(canvas, height, width, (pixel, rgba, at) => {
    const value = most > 0 ? differences[pixel] / most : 0;
    const colour = value < 0 ? DARKER : BRIGHTER;
    for (let c = 0; c < 3; c++) rgba[at + c] = colour[c] * Math.abs(value);
  });
}
