import { topK } from '../../exporter/ops.ts';
import type { Device } from '../engine/devices/device.ts';
import { DistanceBlocks } from './distanceBlocks.ts';

/** The k nearest other points of each point, nearest first; equal distances (as far as float64 tells) by index. */
export interface Neighbours {
  /** Number of points, N. */
  readonly count: number;
  readonly k: number;
  /** N × k. */
  readonly indices: Int32Array;
  /** N × k, squared Euclidean. */
  readonly squaredDistances: Float64Array;
}

/**
 * Exact nearest neighbours, by comparing every point with every other.
 *
 * @param points N × dimensions, finite
 * @param k 1 … N − 1
 * @param device of the comparison; default: the CPU
 * @param onProgress called with the number of points whose neighbours are known
 */
export async function nearestNeighbours(
  points: Float32Array,
  dimensions: number,
  k: number,
  device?: Device,
  onProgress?: (done: number, total: number) => void,
): Promise<Neighbours> {
  const distances = new DistanceBlocks(points, dimensions, device);
  const { count } = distances;
  const neighbours: Neighbours = {
    count,
    k,
    indices: new Int32Array(count * k),
    squaredDistances: new Float64Array(count * k),
  };
  // One more than k, since a point is its own nearest.
  const blocks = distances.blocks((g, scores) => {
    const { values, indices } = topK(g, scores, k + 1, 'smallest');
    g.output('scores', values);
    g.output('indices', indices);
  });
  for await (const { from, rows, outputs } of blocks) {
    const scores = outputs.scores.data as Float64Array;
    const indices = outputs.indices.data as BigInt64Array;
    for (let row = 0; row < rows; row++) {
      const i = from + row;
      const nearest = { scores, indices, at: row * (k + 1) };
      keepNearest(neighbours, distances, i, nearest);
    }
    onProgress?.(from + rows, count);
  }
  return neighbours;
}

/**
 * The k nearest where more are known.
 *
 * @throws RangeError where fewer are known
 */
export function firstNeighbours(neighbours: Neighbours, k: number): Neighbours {
  if (neighbours.k === k) return neighbours;
  if (neighbours.k < k) {
    throw new RangeError(`neighbours: ${k} of each point are needed, ${neighbours.k} are known`);
  }
  const { count } = neighbours;
  const indices = new Int32Array(count * k);
  const squaredDistances = new Float64Array(count * k);
  for (let i = 0; i < count; i++) {
    const [from, to] = [i * neighbours.k, i * neighbours.k + k];
    indices.set(neighbours.indices.subarray(from, to), i * k);
    squaredDistances.set(neighbours.squaredDistances.subarray(from, to), i * k);
  }
  return { count, k, indices, squaredDistances };
}

/**
 * Writes the neighbours of point i, in order of distance and index.
 *
 * @param nearest where k + 1 nearest points start in the results; i itself may be missing from them
 *   where more than k others are equal to it
 */
function keepNearest(
  { k, indices, squaredDistances }: Neighbours,
  distances: DistanceBlocks,
  i: number,
  nearest: { scores: Float64Array; indices: BigInt64Array; at: number },
): void {
  let kept = 0;
  for (let n = nearest.at; n <= nearest.at + k && kept < k; n++) {
    const j = Number(nearest.indices[n]);
    if (j === i) continue;
    const squared = distances.squaredDistance(i, j, nearest.scores[n]);
    let place = i * k + kept++;
    // Nearly in order already: only distances that rounding made differ can change places.
    for (; place > i * k; place--) {
      const before = squaredDistances[place - 1];
      if (before < squared || (before === squared && indices[place - 1] < j)) break;
      squaredDistances[place] = before;
      indices[place] = indices[place - 1];
    }
    squaredDistances[place] = squared;
    indices[place] = j;
  }
}
