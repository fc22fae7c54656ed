/** Turns a picture into ink: 0 for paper and 1 for full ink, whichever of the two was bright. */
import { quantileSorted } from 'd3-array';
import type { Ink } from '../centre.ts';

/** Weights of red, green and blue in the brightness of a colour (Rec. 601, as in JPEG). */
const WEIGHTS = [0.299, 0.587, 0.114];

/**
 * Brightness of each pixel, 0 to 1. Where a picture is see-through, what stands on it decides what lies
 * behind it: black below bright, white below dark.
 */
export function greyOf({ data, width, height }: ImageData): Ink {
  const values = new Float32Array(width * height);
  let [light, opaque] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    const alpha = data[4 * i + 3] / 255;
    const brightness = WEIGHTS.reduce((sum, weight, c) => sum + weight * data[4 * i + c], 0) / 255;
    values[i] = brightness * alpha;
    light += values[i];
    opaque += alpha;
  }
  const behind = light > 0.5 * opaque ? 0 : 1;
  for (let i = 0; i < values.length; i++) values[i] += behind * (1 - data[4 * i + 3] / 255);
  return { width, height, values };
}

/** Least difference of brightness that is more than rounding: two steps of 256. */
const LEAST_STEP = 1.5 / 255;

/** Whether a picture is not of one brightness all over. */
export function showsSomething({ values }: Ink): boolean {
  const first = values[0];
  return values.some((value) => Math.abs(value - first) > LEAST_STEP);
}

/** Whether a picture is dark on bright: its border is brighter than the picture on the whole. */
export function borderIsBright(grey: Ink): boolean {
  const mean = grey.values.reduce((sum, value) => sum + value, 0) / grey.values.length;
  // A picture of one brightness has a border as bright as the whole, but for rounding.
  return quantileSorted(border(grey), 0.5)! > mean + 1e-4;
}

/** Least range of brightness in which there is anything to see. */
const LEAST_RANGE = 0.2;
/** Of the range: how bright the rims are that compression and scaling leave around lines. */
const RIM = 0.06;

/**
 * Makes the paper black and the strongest ink white, so that the grain of a photographed sheet does not
 * count as ink.
 *
 * @param inverted whether ink is darker than paper
 * @returns also whether that changed more than the direction
 */
export function inkOnPaper(grey: Ink, inverted: boolean): { ink: Ink; stretched: boolean } {
  const values = inverted ? grey.values.map((value) => 1 - value) : grey.values;
  const edge = border({ ...grey, values });
  // As far above the usual paper as its brightest grain is, and as much again.
  const paper = quantileSorted(edge, 0.5)!;
  const grain = quantileSorted(edge, 0.9)! - paper;
  const least = paper + 2 * grain;
  const highest = values.reduce((most, value) => Math.max(most, value), 0);
  const stretched = least > 0.02 || highest < 0.98;
  if (highest - least < LEAST_RANGE) return { ink: { ...grey, values }, stretched: false };
  // Pictures made for such a network hold no rims, and their faint pixels count.
  const lowest = stretched ? least + RIM * (highest - least) : least;
  const stretch = (value: number): number => Math.max(0, (value - lowest) / (highest - lowest));
  return { ink: { ...grey, values: values.map(stretch) }, stretched };
}

/** Values of the pixels at the edge, sorted. */
function border({ width, height, values }: Ink): number[] {
  const found: number[] = [];
  for (let y = 0; y < height; y++) {
    const step = y === 0 || y === height - 1 ? 1 : Math.max(1, width - 1);
    for (let x = 0; x < width; x += step) found.push(values[y * width + x]);
  }
  return found.sort((a, b) => a - b);
}
