/** The scales on which points are coloured by a number. */
import { nice, quantile } from 'd3-array';
import { scaleSqrt } from 'd3-scale';
import { DISTORTION_TICKS, distortionPlace } from '../../pipeline/contract.ts';
import { percent, short } from '../parts/numbers.ts';

export interface ColourScale {
  /** What is coloured, for people. */
  readonly title: string;
  /** Where a value stands on the scale, from 0 (good) to 1 (bad). */
  place(value: number): number;
  /** What is written at the scale, from 0 to 1. */
  readonly ticks: readonly Tick[];
}

interface Tick {
  readonly value: number;
  readonly text: string;
}

/** So many of the values have a colour of their own; the few above share the last one. */
const TOLD_APART = 0.98;

export const DISTORTION: ColourScale = {
  title:
    'Distortion: how far a point’s 10 nearest in latent space have fallen back among its nearest on ' +
    'this map, as a share of all points (square-root scale)',
  place: distortionPlace,
  ticks: orMore(DISTORTION_TICKS.map((value) => ({ value, text: percent(value) }))),
};

/** Of a share of neighbours: all is good. */
export const AGREEMENT: ColourScale = {
  title: 'Neighbours: how many of an image’s nearest in latent space are of its own class',
  place: (share) => 1 - share,
  ticks: [
    { value: 1, text: 'all' },
    { value: 0.75, text: percent(0.75) },
    { value: 0.5, text: 'half' },
    { value: 0.25, text: percent(0.25) },
    { value: 0, text: 'none' },
  ],
};

/**
 * A scale from 0 to about the largest of these values, at their square roots: most are small, a few large.
 *
 * @param values 0 or more, in any unit
 */
export function rootScale(title: string, values: Float32Array): ColourScale {
  // Where all are 0 any scale will do.
  const most = quantile(values, TOLD_APART) ?? 0;
  const [, end] = nice(0, most || 1, 4);
  return {
    title,
    place: scaleSqrt().domain([0, end]).clamp(true),
    // Far enough apart on this scale to be written side by side.
    ticks: orMore([0, end / 10, end / 2, end].map((value) => ({ value, text: short(value) }))),
  };
}

/** The last stands for all that is more, too. */
function orMore(ticks: readonly Tick[]): Tick[] {
  return ticks.map(({ value, text }, t) => ({
    value,
    text: t === ticks.length - 1 ? `${text} or more` : text,
  }));
}
