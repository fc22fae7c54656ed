import type { PageSearch } from '../../contract.ts';

/** The mapped latents along their first principal components. */
export interface Search {
  /** Mean of the latents, D. */
  readonly mean: Float32Array;
  /** Components × D: orthonormal rows. */
  readonly basis: Float32Array;
  /** Points × components, in units of the latents. */
  readonly coordinates: Float32Array;
  /** What distances may be off by, in units of the latents; above 0. */
  readonly tolerance: number;
  /** Share of the variance that the components hold. */
  readonly explained: number;
  /** Share of the ten nearest that are found along the components. */
  readonly recall: number;
}

/** So large may an integer be at most; beyond, steps are made longer. */
const LARGEST = 2 ** 15;

/** As the page holds it: in whole numbers of steps, as long as distances allow. */
export function encodeSearch({ mean, basis, coordinates, tolerance, explained, recall }: Search): {
  readonly data: PageSearch;
  readonly mean: Float32Array;
  readonly basis: Int32Array;
  readonly coordinates: Int32Array;
} {
  const components = basis.length / mean.length;
  const points = coordinates.length / components;
  const coordinateStep = Math.max(tolerance, largest(coordinates) / LARGEST);
  const length = Math.sqrt(coordinates.reduce((sum, value) => sum + value ** 2, 0) / points);
  // So fine that a coordinate is off by no more through its direction than through its own rounding.
  const basisStep = Math.max(coordinateStep / length, largest(basis) / LARGEST);
  return {
    data: { components, basisStep, coordinateStep, explained, recall },
    mean,
    basis: Int32Array.from(basis, (value) => Math.round(value / basisStep)),
    coordinates: Int32Array.from(coordinates, (_, n) => {
      // All points' first coordinates, then all second ones: the later, the smaller, and alike packs well.
      const [component, point] = [Math.floor(n / points), n % points];
      return Math.round(coordinates[point * components + component] / coordinateStep);
    }),
  };
}

function largest(values: Float32Array): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}
