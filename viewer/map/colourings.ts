/** What the points' colours can tell besides the class: a number that each image has. One entry each. */
import { neighboursOf } from '../data/neighbours.ts';
import type { Page } from '../data/load.ts';
import type { State } from '../state/state.ts';
import { AGREEMENT, DISTORTION, rootScale, type ColourScale } from './colourScale.ts';

export interface Colouring {
  /** As people choose it. */
  readonly title: string;
  /** One an image, NaN for an image without; null where the page has no such numbers at all. */
  readonly values: (page: Page, map: number) => Float32Array | null;
  /** @param values those that are numbers */
  readonly scale: (values: Float32Array) => ColourScale;
}

/** In the order in which they are offered. */
export const COLOURINGS: Readonly<Record<Exclude<State['colouring'], 'class'>, Colouring>> = {
  error: {
    title: 'Error',
    values: ({ errors }) => errors,
    scale: (errors) =>
      rootScale(
        'Error: mean squared difference between each image and its reconstruction (square-root scale)',
        errors,
      ),
  },
  neighbours: {
    title: 'Neighbours',
    values: (page) => (page.neighbours.k > 0 ? classAgreement(page) : null),
    scale: () => AGREEMENT,
  },
  distortion: {
    title: 'Distortion',
    values: ({ maps }, map) => maps[map].distortion,
    scale: () => DISTORTION,
  },
  uncertainty: {
    title: 'Uncertainty',
    values: placedUncertainty,
    // Each map has a scale of its own, since each has units of its own.
    scale: (uncertainty) =>
      rootScale(
        'Uncertainty of placed images: how far their nearest mapped images are spread around them, in ' +
          'units of this map (square-root scale); mapped images are grey',
        uncertainty,
      ),
  },
};

/** The numbers that colour the shown map, with their scale. */
export interface ColouredNumbers {
  /** One an image, NaN for an image without. */
  readonly values: Float32Array;
  readonly scale: ColourScale;
}

/** @returns null where colours tell the class */
export function colouredNumbers(
  page: Page,
  { map, colouring }: Pick<State, 'map' | 'colouring'>,
): ColouredNumbers | null {
  if (colouring === 'class') return null;
  const { values, scale } = COLOURINGS[colouring];
  const numbers = values(page, map);
  if (!numbers) return null;
  return { values: numbers, scale: scale(numbers.filter((value) => !Number.isNaN(value))) };
}

/** Share of each image's nearest in latent space that are of its own class, 0 to 1. */
export function classAgreement(page: Pick<Page, 'labels' | 'neighbours'>): Float32Array {
  return Float32Array.from(page.labels, (label, index) => {
    const nearest = neighboursOf(page, index);
    const alike = nearest.filter((neighbour) => page.labels[neighbour] === label);
    return alike.length / nearest.length;
  });
}

/** Only placed images have an uncertainty. */
function placedUncertainty({ data, maps }: Page, map: number): Float32Array | null {
  const { uncertainty } = maps[map];
  if (uncertainty.length === 0) return null;
  const values = new Float32Array(data.images.count).fill(NaN);
  values.set(uncertainty, data.placedFrom);
  return values;
}
