import type { MeasureDefinition } from '../../contract.ts';
import type { Neighbours } from '../../tsne/neighbours/neighbours.ts';
import { majority } from '../neighbourhoods/knnAccuracy.ts';

/** Neighbours that vote; fewer where there are hardly any points. */
export const VOTERS = 10;

/** @param k number of neighbours that vote */
export function placedAccuracyDefinition(k: number): MeasureDefinition {
  return {
    key: 'placedKnnAccuracy',
    title: `${k}-NN accuracy, placed`,
    unit: '1',
    range: [0, 1],
    better: 'higher',
    definition: `Share of the images placed on a map, of those whose class the map has, whose ${k} nearest images of it agree with their label by majority; ties go to the smaller label.`,
    source: 'Cover & Hart 1967, Nearest neighbor pattern classification.',
  };
}

/** Indices of the placed points whose class the map has too: the others cannot be among their own. */
export function ofSeenClasses(labels: Int32Array, placedLabels: Int32Array): Uint32Array {
  const classes = new Set(labels);
  return Uint32Array.from(placedLabels.keys()).filter((i) => classes.has(placedLabels[i]));
}

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
