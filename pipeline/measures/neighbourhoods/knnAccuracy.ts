import { numberClasses } from '../classes.ts';
import type { SpaceMeasure } from './pointMeasure.ts';

/** @param k number of neighbours that vote, 1 or more */
export function knnAccuracy(k: number): SpaceMeasure {
  return {
    key: 'knnAccuracy',
    title: `${k}-NN accuracy`,
    unit: '1',
    range: [0, 1],
    better: 'higher',
    definition: `Share of images whose ${k} nearest others (Euclidean) agree with their label by majority; ties go to the smaller label.`,
    source: 'Cover & Hart 1967, Nearest neighbor pattern classification; leave-one-out.',
    of: 'every space',
    prepare: (labels) => {
      // Of one class, any neighbours agree.
      if (numberClasses(labels).sizes.length < 2) return null;
      return (i, { nearest }) => Number(majority(nearest.subarray(0, k), labels) === labels[i]);
    },
  };
}

/** The most frequent label of some points, the smallest of several. */
export function majority(points: Int32Array, labels: ArrayLike<number>): number {
  const votes = new Map<number, number>();
  for (const point of points) votes.set(labels[point], (votes.get(labels[point]) ?? 0) + 1);
  let winner = NaN;
  let most = 0;
  for (const [label, count] of votes) {
    if (count > most || (count === most && label < winner)) {
      winner = label;
      most = count;
    }
  }
  return winner;
}
