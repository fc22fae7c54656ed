/**
 * Distortion as colour: magma, which is even to the eye and survives colour blindness, from its light
 * part on white (whole neighbourhoods) to dark (torn ones). https://bids.github.io/colormap/
 */
import { color } from 'd3-color';
import { interpolateMagma } from 'd3-scale-chromatic';
import { DISTORTION_TICKS, distortionPlace } from '../contract.ts';
import { drawPicture } from './picture.ts';
import { PIXEL_RATIO } from './raster.ts';
import { COLOURS, label, TYPE, type Drawing } from './style.ts';
import { element } from './svg.ts';

/** Where magma begins (contrast to white at least 1.9:1) and ends. */
const [LIGHTEST, DARKEST] = [0.8, 0.12];

/** So many colours: neighbours can hardly be told apart. */
export const DISTORTION_STEPS = 32;

const BAR = { width: 320, height: 10 };

/** Which of the colours a distortion has, from 0. */
export function distortionStep(distortion: number): number {
  return Math.round(distortionPlace(distortion) * (DISTORTION_STEPS - 1));
}

/** As `#rrggbb`. */
export function distortionColour(step: number): string {
  const share = step / (DISTORTION_STEPS - 1);
  return color(interpolateMagma(LIGHTEST + share * (DARKEST - LIGHTEST)))!.formatHex();
}

/** The colours with what they stand for; it begins at `x`, `y` (px). */
export function drawDistortionScale(x: number, y: number): Drawing {
  const baseline = y + 12 + BAR.height + 18;
  const style = { 'font-size': TYPE.small, fill: COLOURS.muted, 'text-anchor': 'middle' };
  const ticks = DISTORTION_TICKS.flatMap((tick, i) => {
    const at = x + distortionPlace(tick) * BAR.width;
    const bottom = y + 12 + BAR.height;
    const text = `${100 * tick} %${i === DISTORTION_TICKS.length - 1 ? ' or more' : ''}`;
    return [
      element('line', { x1: at, x2: at, y1: bottom, y2: bottom + 4, stroke: COLOURS.muted }),
      label(text, at, baseline, { ...style, 'text-anchor': tick === 0 ? 'start' : 'middle' }),
    ];
  });
  return {
    content: [
      label('Distortion (square-root scale)', x, y),
      drawPicture(ramp(), x, y + 12, 1 / PIXEL_RATIO),
      ...ticks,
    ],
    bottom: baseline + 4,
  };
}

/** The colours from left to right, one column for each pixel of the PNG. */
function ramp() {
  const [width, height] = [BAR.width * PIXEL_RATIO, BAR.height * PIXEL_RATIO];
  const data = new Uint8Array(width * height * 3);
  for (let k = 0; k < width * height; k++) {
    const step = Math.round(((k % width) / (width - 1)) * (DISTORTION_STEPS - 1));
    const { r, g, b } = color(distortionColour(step))!.rgb();
    data.set([r, g, b], 3 * k);
  }
  return { width, height, channels: 3, data } as const;
}
