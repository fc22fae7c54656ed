import type { PageSearch } from '../../contract.ts';

/** The mapped latents along their first principal components, in whole numbers of steps. */
export interface Search {
  /** Mean of the latents, D. */
  readonly mean: Float32Array;
  /** Components × D: rows that are orthonormal but for rounding. */
  readonly basis: Steps;
  /** Points × components, the steps in units of the latents. */
  readonly coordinates: Steps;
  /** Share of the variance that the components hold. */
  readonly explained: number;
  /** Share of the ten nearest that are found along the components, with these coordinates. */
  readonly recall: number;
}

/** Numbers rounded to multiples of a step. */
export interface Steps {
  /** Above 0. */
  readonly step: number;
  readonly numbers: Int32Array;
}

/** So many steps may a number be at most; beyond, they are made longer. */
const MOST_STEPS = 2 ** 15;

/** @param wanted how long a step may be, 0 or more; some value is not 0 */
export function inSteps(values: Float32Array | Float64Array, wanted: number): Steps {
  let largest = 0;
  for (const value of values) largest = Math.max(largest, Math.abs(value));
  const step = Math.max(wanted, largest / MOST_STEPS);
  return { step, numbers: Int32Array.from(values, (value) => Math.round(value / step)) };
}

/** As the page holds it. */
export function encodeSearch({ mean, basis, coordinates, explained, recall }: Search): {
  readonly data: PageSearch;
  readonly mean: Float32Array;
  readonly basis: Int32Array;
  readonly coordinates: Int32Array;
} {
  const components = basis.numbers.length / mean.length;
  const { numbers } = coordinates;
  const points = numbers.length / components;
  return {
    data: {
      components,
      basisStep: basis.step,
      coordinateStep: coordinates.step,
      explained,
      recall,
    },
    mean,
    basis: basis.numbers,
    // Component by component, since numbers of one size pack better side by side.
    coordinates: numbers.map((_, n) => numbers[(n % points) * components + Math.floor(n / points)]),
  };
}
