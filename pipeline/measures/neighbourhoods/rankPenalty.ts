/**
 * What trustworthiness and continuity take off for one point (Venna & Kaski 2001):
 *
 *   2 / (k (2N − 3k − 1)) · Σ max(0, r − k) over the ranks r of its k nearest in the other space.
 *
 * Over all points its mean is 1 at worst, where every nearest one is as far away as can be.
 *
 * @param ranks of its nearest in the other space, k or more, each from 1 to N − 1
 * @param count number of points, N
 * @param k 1 to {@link largestK}
 */
export function rankPenalty(ranks: Int32Array, count: number, k: number): number {
  let sum = 0;
  for (let n = 0; n < k; n++) sum += Math.max(0, ranks[n] - k);
  return (2 * sum) / (k * (2 * count - 3 * k - 1));
}

/** The largest k for which the penalty among `count` points is defined: less than half of them. */
export function largestK(count: number): number {
  return Math.ceil(count / 2) - 1;
}
