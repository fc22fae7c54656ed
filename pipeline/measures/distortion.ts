/**
 * How badly the neighbourhood of each point is torn on a map: how far down the map's ranking its true
 * neighbours have fallen, as a share of all points. This is the penalty of continuity point by point
 * (Venna & Kaski 2001, "Neighborhood preservation in nonlinear projection methods"):
 *
 *   d(i) = mean over the k nearest j of i in the original space of max(0, r(i, j) − k) / (n − k),
 *
 * where j is the r(i, j)-th nearest of the n other points of the map; of equally far ones the one with
 * the smaller index is nearer.
 */
import type { MeasureDefinition } from '../contract.ts';
import { PlaneTree } from './planeTree.ts';

/** Neighbours in the original space, nearest first. */
export interface NeighbourLists {
  /** Number of points, N. */
  readonly count: number;
  readonly k: number;
  /** N × k. */
  readonly indices: Int32Array;
}

/** Neighbours that count; fewer where there are hardly any points. */
const NEIGHBOURS = 10;

/**
 * Distortion of each point of a map.
 *
 * @param neighbours of each point, among the others
 * @param positions N × 2, finite
 * @returns N numbers from 0 (the neighbourhood is whole) to 1 (it is as far away as can be)
 */
export function distortion(neighbours: NeighbourLists, positions: Float32Array): Float32Array {
  const others = positions.length / 2 - 1;
  return penalties(neighbours, positions, positions, others, (i) => i);
}

/**
 * Distortion of points that were placed on the map of others.
 *
 * @param neighbours of each placed point, among those of the map
 * @param placed N × 2, finite
 * @param map M × 2, finite
 * @returns N numbers from 0 to 1
 */
export function placedDistortion(
  neighbours: NeighbourLists,
  placed: Float32Array,
  map: Float32Array,
): Float32Array {
  return penalties(neighbours, placed, map, map.length / 2, () => -1);
}

/** Mean of {@link placedDistortion}. */
export const PLACED_DISTORTION: MeasureDefinition = {
  key: 'placedDistortion',
  title: 'Distortion, placed',
  unit: '1',
  range: [0, 1],
  better: 'lower',
  definition: `How far down the ranking of the map's images, by distance from where an image was placed, its ${NEIGHBOURS} nearest in latent space have fallen, as a share of all there are. Mean of all placed images.`,
  source:
    'The penalty of continuity; Venna & Kaski 2001, Neighborhood preservation in nonlinear projection methods.',
};

/**
 * @param others number of points of the map that a point is ranked against
 * @param self index of a point on the map, −1 where it is not there
 */
function penalties(
  neighbours: NeighbourLists,
  positions: Float32Array,
  map: Float32Array,
  others: number,
  self: (i: number) => number,
): Float32Array {
  if (neighbours.count * 2 !== positions.length) {
    throw new RangeError(
      `distortion: neighbours of ${neighbours.count} points, positions of ${positions.length / 2}`,
    );
  }
  const result = new Float32Array(neighbours.count);
  const k = Math.min(NEIGHBOURS, neighbours.k);
  // Where all points are neighbours none can be farther away.
  if (others <= k) return result;
  const tree = new PlaneTree(map);
  for (let i = 0; i < result.length; i++) {
    let sum = 0;
    for (let n = i * neighbours.k; n < i * neighbours.k + k; n++) {
      const rank = tree.rank(
        positions[2 * i],
        positions[2 * i + 1],
        neighbours.indices[n],
        self(i),
      );
      sum += Math.max(0, rank - k);
    }
    result[i] = sum / (k * (others - k));
  }
  return result;
}
