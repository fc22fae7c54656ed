import type { Neighbours } from '../neighbours/neighbours.ts';

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
  const neighbours = emptyNeighbours(points.length / dimensions, k);
  const all = Int32Array.from({ length: references.length / dimensions }, (_, j) => j);
  for (let i = 0; i < neighbours.count; i++) {
    const point = points.subarray(i * dimensions, (i + 1) * dimensions);
    keepNearest(neighbours, i, point, references, all);
  }
  return neighbours;
}

/** Rows that {@link keepNearest} is to fill. */
function emptyNeighbours(count: number, k: number): Neighbours {
  return {
    count,
    k,
    indices: new Int32Array(count * k),
    squaredDistances: new Float64Array(count * k),
  };
}

/**
 * Writes the k nearest of some references to a point into row i.
 *
 * @param references N × dimensions
 * @param candidates indices of references, ascending, at least k
 */
function keepNearest(
  { k, indices, squaredDistances }: Neighbours,
  i: number,
  point: Float32Array,
  references: Float32Array,
  candidates: Int32Array,
): void {
  const first = i * k;
  const last = first + k - 1;
  squaredDistances.fill(Infinity, first, last + 1);
  for (const candidate of candidates) {
    const squared = squaredDistance(point, references, candidate * point.length);
    // Not a number is no distance either.
    if (!(squared < squaredDistances[last])) continue;
    let place = last;
    for (; place > first && squaredDistances[place - 1] > squared; place--) {
      squaredDistances[place] = squaredDistances[place - 1];
      indices[place] = indices[place - 1];
    }
    squaredDistances[place] = squared;
    indices[place] = candidate;
  }
}

/** From a point to the numbers of `references` that start at `from`. */
function squaredDistance(point: Float32Array, references: Float32Array, from: number): number {
  let sum = 0;
  for (let d = 0; d < point.length; d++) {
    const difference = point[d] - references[from + d];
    sum += difference * difference;
  }
  return sum;
}
