import type { Neighbours } from '../tsne/neighbours.ts';

/**
 * Share of points whose label is the one that most of their k nearest other points have; of labels
 * with equally many votes the smallest wins, as in scikit-learn.
 *
 * @param neighbours with at least k neighbours a point
 * @param labels one integer a point
 * @param k 1 or more; where there are fewer neighbours, all of them vote
 * @returns 0 to 1
 */
export function knnAccuracy(neighbours: Neighbours, labels: ArrayLike<number>, k: number): number {
  const voters = Math.min(k, neighbours.k);
  let right = 0;
  for (let i = 0; i < neighbours.count; i++) {
    const from = i * neighbours.k;
    if (majority(neighbours.indices.subarray(from, from + voters), labels) === labels[i]) right++;
  }
  return right / neighbours.count;
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
