import { paintPixels, type PictureShape, type Range } from '../../parts/picture.ts';
import type { FeatureMap } from './featureSources.ts';

/** Colour that marks where a channel answers, on grey as on coloured images. */
const MARK = [255, 150, 30] as const;

/** How much of the image the mark covers where the channel answers most. */
const STRONGEST = 0.85;

/**
 * Paints what a channel looks at: the image in grey, and the mark over it, the stronger the larger the
 * channel's value is there between its own lowest and highest.
 *
 * @param image channels × height × width, [0, 1]
 */
export function paintOverlay(
  canvas: HTMLCanvasElement,
  image: Float32Array,
  { channels, height, width }: PictureShape,
  map: FeatureMap,
  [lowest, highest]: Range,
): void {
  const plane = height * width;
  paintPixels(canvas, height, width, (pixel, rgba, at) => {
    let grey = 0;
    for (let c = 0; c < channels; c++) grey += (255 * image[c * plane + pixel]) / channels;
    const row = Math.floor((Math.floor(pixel / width) * map.height) / height);
    const column = Math.floor(((pixel % width) * map.width) / width);
    const value = map.values[row * map.width + column];
    const covered = highest > lowest ? (STRONGEST * (value - lowest)) / (highest - lowest) : 0;
    for (let c = 0; c < 3; c++) rgba[at + c] = grey + (MARK[c] - grey) * covered;
  });
}
