/**
 * Area under the receiver operating characteristic: the share of pairs of a positive and a negative in
 * which the positive has the larger score, ties counting half.
 *
 * @param scores finite
 * @returns null where all or none are positive
 */
export function areaUnderCurve(
  scores: Float64Array,
  isPositive: (n: number) => boolean,
): number | null {
  const order = Uint32Array.from(scores.keys()).sort((a, b) => scores[a] - scores[b]);
  let [positives, rankSum] = [0, 0];
  for (let from = 0, end = 0; from < order.length; from = end) {
    while (end < order.length && scores[order[end]] === scores[order[from]]) end++;
    const tied = order.subarray(from, end).filter((n) => isPositive(n)).length;
    positives += tied;
    // Equal scores share the mean of their ranks, which count from 1.
    rankSum += (tied * (from + 1 + end)) / 2;
  }
  const negatives = order.length - positives;
  if (positives === 0 || negatives === 0) return null;
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}
