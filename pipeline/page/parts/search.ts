import type { PageSearch } from '../../contract.ts';

/** The mapped latents along their first principal components. */
export interface Search {
  /** Mean of the latents, D. */
  readonly mean: Float32Array;
  /** Components × D: orthonormal rows. */
  readonly basis: Float32Array;
  /** Points × components, in units of the latents. */
  readonly coordinates: Float32Array;
  /** Share of the variance that the components hold. */
  readonly explained: number;
  /** Share of the ten nearest that are found along the components. */
  readonly recall: number;
}

const LARGEST = 2 ** 15 - 1;

/** As the page holds it: coordinates as whole numbers, each component with a scale of its own. */
export function encodeSearch({ mean, basis, coordinates, explained, recall }: Search): {
  readonly data: PageSearch;
  readonly basis: Float32Array;
  readonly coordinates: Int16Array;
} {
  const components = basis.length / mean.length;
  const scales = new Array<number>(components).fill(0);
  for (const [n, value] of coordinates.entries()) {
    const component = n % components;
    scales[component] = Math.max(scales[component], Math.abs(value) / LARGEST);
  }
  const vectors = new Float32Array(mean.length + basis.length);
  vectors.set(mean);
  vectors.set(basis, mean.length);
  return {
    data: { components, scales, explained, recall },
    basis: vectors,
    coordinates: Int16Array.from(coordinates, (value, n) => {
      const scale = scales[n % components];
      return scale > 0 ? Math.round(value / scale) : 0;
    }),
  };
}
