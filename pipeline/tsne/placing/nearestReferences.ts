import type { Neighbours } from '../neighbours.ts';

/**
 * For each of some new points the k nearest of the reference points, nearest first, equally far ones by
 * index: every pair compared in a plain loop, which a handful of new points and a page can afford.
 *
 * @param points M × dimensions, finite
 * @param references N × dimensions, finite
 * @param k 1 … N
 * @returns M rows; indices are those of the references
 */
export function nearestReferences(
  points: Float32Array,
  references: Float32Array,
  dimensions: number,
  k: number,
): Neighbours {
  const count = points.length / dimensions;
  const referenceCount = references.length / dimensions;
  const indices = new Int32Array(count * k);
  const squaredDistances = new Float64Array(count * k).fill(Infinity);
  for (let i = 0; i < count; i++) {
    const point = points.subarray(i * dimensions, (i + 1) * dimensions);
    const first = i * k;
    const last = first + k - 1;
    for (let j = 0; j < referenceCount; j++) {
      const squared = squaredDistance(point, references, j * dimensions);
      // Not a number is no distance either.
      if (!(squared < squaredDistances[last])) continue;
      let place = last;
      for (; place > first && squaredDistances[place - 1] > squared; place--) {
        squaredDistances[place] = squaredDistances[place - 1];
        indices[place] = indices[place - 1];
      }
      squaredDistances[place] = squared;
      indices[place] = j;
    }
  }
  return { count, k, indices, squaredDistances };
}

function squaredDistance(point: Float32Array, references: Float32Array, from: number): number {
  let sum = 0;
  for (let d = 0; d < point.length; d++) {
    const difference = point[d] - references[from + d];
    sum += difference * difference;
  }
  return sum;
}
