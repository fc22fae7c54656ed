/**
 * What stands for the latent of a place on the map where there is no point: no map can be turned back into
 * latents, so it is the mean of those of the nearest points, the nearer the heavier.
 */
import type { Neighbour } from '../nearest.ts';

/** How many points a place is decoded from. */
export const NEAREST = 8;

/** Images and their shares of a mean, the largest first. */
export interface Blend {
  readonly indices: readonly number[];
  /** One an image, together 1. */
  readonly weights: readonly number[];
}

/** Shares in inverse proportion to the distance; what lies on the place itself is all of it. */
export function blendOf(neighbours: readonly Neighbour[]): Blend {
  const indices = neighbours.map(({ index }) => index);
  const closeness = neighbours.some(({ distance }) => distance === 0)
    ? neighbours.map(({ distance }) => Number(distance === 0))
    : neighbours.map(({ distance }) => 1 / distance);
  const sum = closeness.reduce((total, value) => total + value, 0);
  return { indices, weights: closeness.map((value) => value / sum) };
}

/**
 * The weighted mean of the latents of a blend's images.
 *
 * @param latentOf flat, all of one length
 */
export function meanLatent(
  { indices, weights }: Blend,
  latentOf: (index: number) => Float32Array,
): Float32Array {
  const mean = new Float64Array(latentOf(indices[0]).length);
  indices.forEach((index, n) => {
    const latent = latentOf(index);
    for (let d = 0; d < mean.length; d++) mean[d] += weights[n] * latent[d];
  });
  return Float32Array.from(mean);
}
