/** The formulas of the npm package `tsne-js`, an independent t-SNE over dense matrices. */
import { createRequire } from 'node:module';

interface NdArray {
  readonly data: Float64Array;
  readonly shape: readonly number[];
}

const require = createRequire(import.meta.url);
// ndarray is tsne-js's own dependency.
const requireAsTsneJs = createRequire(require.resolve('tsne-js'));
const ndarray = requireAsTsneJs('ndarray') as (data: Float64Array, shape: number[]) => NdArray;
const jointProbabilities = require('tsne-js/dist/joint-probabilities.js') as (
  squaredDistances: NdArray,
  perplexity: number,
) => NdArray;
const divergence = require('tsne-js/dist/kl-divergence.js') as (
  positions: NdArray,
  p: NdArray,
  degreesOfFreedom: number,
) => [number, NdArray];

/** p_ij, N × N, from squared distances, N × N; zeros are replaced by 2.2e-16. */
export function theirAffinities(squaredDistances: Float64Array, perplexity: number): Float64Array {
  const count = Math.sqrt(squaredDistances.length);
  return jointProbabilities(ndarray(squaredDistances, [count, count]), perplexity).data;
}

/** Divergence and its gradient (N × 2) at positions N × 2, for dense affinities. */
export function theirDivergence(p: Float64Array, positions: Float64Array) {
  const count = positions.length / 2;
  const [kl, gradient] = divergence(
    ndarray(positions.slice(), [count, 2]),
    ndarray(p, [count, count]),
    1,
  );
  return { kl, gradient: gradient.data };
}
