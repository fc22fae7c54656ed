/**
 * Values as colours: viridis, which is perceptually uniform, survives colour blindness and print,
 * and runs from dark (low) to bright (high). https://bids.github.io/colormap/
 */
import { color } from 'd3-color';
import { interpolateViridis } from 'd3-scale-chromatic';
import { drawPicture, type Picture } from './picture.ts';
import { PIXEL_RATIO } from './raster.ts';
import { COLOURS, label, TYPE } from './style.ts';
import { element, type Markup } from './svg.ts';
import { formatNumber } from './text.ts';

/** Smallest and largest value. */
export type ValueRange = readonly [low: number, high: number];

const STEPS = 256;

/** RGB of viridis at 256 places from low to high. */
const VIRIDIS = Uint8Array.from(
  Array.from({ length: STEPS }, (_, step) => {
    const { r, g, b } = color(interpolateViridis(step / (STEPS - 1)))!.rgb();
    return [r, g, b];
  }).flat(),
);

/** Grey, which viridis does not hold: the value was NaN or infinite. */
const NOT_FINITE = [0xb8, 0xbd, 0xc6] as const;

/** Range of the finite values; [NaN, NaN] if there is none. */
export function valueRange(values: Float32Array): ValueRange {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low <= high ? [low, high] : [NaN, NaN];
}

/**
 * A map of `width` × `height` values, row by row, in colours. If there are fewer values than places,
 * the last places stay transparent. A constant map has the colour of the middle.
 */
export function valuePicture(
  values: Float32Array,
  size: { readonly width: number; readonly height: number },
  [low, high]: ValueRange,
): Picture {
  const data = new Uint8Array(size.width * size.height * 4);
  for (let k = 0; k < values.length; k++) {
    const place = high > low ? (values[k] - low) / (high - low) : 0.5;
    if (Number.isFinite(values[k])) {
      const step = Math.round(Math.min(1, Math.max(0, place)) * (STEPS - 1));
      data.set(VIRIDIS.subarray(step * 3, step * 3 + 3), k * 4);
    } else {
      data.set(NOT_FINITE, k * 4);
    }
    data[k * 4 + 3] = 255;
  }
  return { width: size.width, height: size.height, channels: 4, data };
}

/** Height of the colours of a colour bar, in px. */
const BAR = 8;

/** Height of a colour bar with its numbers, in px. */
export const COLOUR_BAR_HEIGHT = BAR + 18;

/** The colours from low to high with the values at both ends; one value alone for a constant. */
export function drawColourBar(range: ValueRange, x: number, y: number, width: number): Markup {
  const [low, high] = range;
  const numbers = { 'font-size': TYPE.small, fill: COLOURS.muted };
  const baseline = y + COLOUR_BAR_HEIGHT - 3;
  const bar = drawPicture(rampPicture(range, width), x, y, 1 / PIXEL_RATIO);
  if (!(low < high)) {
    return element('g', {}, bar, label(`all ${formatNumber(low)}`, x, baseline, numbers));
  }
  return element(
    'g',
    {},
    bar,
    label(formatNumber(low), x, baseline, numbers),
    label(formatNumber(high), x + width, baseline, { ...numbers, 'text-anchor': 'end' }),
  );
}

/** The colours of a range from left to right, one column for each pixel of the PNG. */
function rampPicture([low, high]: ValueRange, width: number): Picture {
  const size = { width: Math.round(width * PIXEL_RATIO), height: BAR * PIXEL_RATIO };
  const values = Float32Array.from({ length: size.width * size.height }, (_, k) => {
    return low + ((k % size.width) / (size.width - 1)) * (high - low);
  });
  return valuePicture(values, size, [low, high]);
}
