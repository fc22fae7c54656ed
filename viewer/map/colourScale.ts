/** The scales on which points are coloured by a number: distortion or uncertainty. */
import { nice, quantile } from 'd3-array';
import { scaleSqrt } from 'd3-scale';
import { DISTORTION_TICKS, distortionPlace } from '../../pipeline/contract.ts';
import type { Page } from '../data/load.ts';
import { percent, short } from '../parts/numbers.ts';
import type { State } from '../state/state.ts';

export interface ColourScale {
  /** What is coloured, for people. */
  readonly title: string;
  /** Where a value stands on the scale, 0 to 1. */
  place(value: number): number;
  /** What is written at the scale; the last stands for all that is more, too. */
  readonly ticks: readonly { readonly value: number; readonly text: string }[];
}

/** So many of the placed points have a colour of their own; the few above share the last one. */
const TOLD_APART = 0.98;

const DISTORTION: ColourScale = {
  title:
    'Distortion: how far a point’s 10 nearest in latent space have fallen back among its nearest on ' +
    'this map, as a share of all points (square-root scale)',
  place: distortionPlace,
  ticks: DISTORTION_TICKS.map((value) => ({ value, text: percent(value) })),
};

/** @returns null where colours tell the class */
export function colourScale(
  { maps }: Page,
  { map, colouring }: Pick<State, 'map' | 'colouring'>,
): ColourScale | null {
  if (colouring === 'class') return null;
  return colouring === 'distortion' ? DISTORTION : uncertaintyScale(maps[map].uncertainty);
}

/** Each map has a scale of its own, since each has units of its own. */
function uncertaintyScale(uncertainty: Float32Array): ColourScale {
  const most = quantile(uncertainty, TOLD_APART)!;
  // Where all are 0 any scale will do.
  const [, end] = nice(0, most || 1, 4);
  return {
    title:
      'Uncertainty of placed images: how far their nearest mapped images are spread around them, in ' +
      'units of this map (square-root scale); mapped images are grey',
    place: scaleSqrt().domain([0, end]).clamp(true),
    // Far enough apart on this scale to be written side by side.
    ticks: [0, end / 10, end / 2, end].map((value) => ({ value, text: short(value) })),
  };
}
