import type { Neighbours } from '../../tsne/neighbours/neighbours.ts';
import { majority } from '../neighbourhoods/knnAccuracy.ts';

/**
 * Whether points placed on a map landed among their own class: 1 where the label that most of the
 * neighbours have is the point's, else 0; of labels with equally many votes the smallest wins. The mean is
 * the k-NN accuracy of the placed points.
 *
 * @param neighbours of the placed points among those of the map, by their positions on it
 * @param labels one integer a point of the map
 * @param placedLabels one integer a placed point
 * @returns one number a placed point
 */
export function placedAccuracy(
  { count, k, indices }: Neighbours,
  labels: ArrayLike<number>,
  placedLabels: ArrayLike<number>,
): Float64Array {
  return Float64Array.from({ length: count }, (_, i) =>
    majority(indices.subarray(i * k, (i + 1) * k), labels) === placedLabels[i] ? 1 : 0,
  );
}
