import type { ClusterMeasure } from './clusterMeasure.ts';
import type { Contingency } from './contingency.ts';

export const ADJUSTED_RAND_INDEX: ClusterMeasure = {
  key: 'ari',
  title: 'ARI of clusters',
  unit: '1',
  range: [-0.5, 1],
  better: 'higher',
  definition:
    'Adjusted Rand index of the classes and the clusters that k-means finds (as many as there are classes): the share of pairs of images on which they agree, scaled so that 0 is chance.',
  source: 'Hubert & Arabie 1985, Comparing partitions; sklearn.metrics.adjusted_rand_score.',
  ofOverlap: adjustedRandIndex,
};

/** −0.5 to 1 (the groupings are the same); 0 on average for random ones. */
export function adjustedRandIndex({ count, cells, rowSums, columnSums }: Contingency): number {
  const together = pairs(cells.flat());
  const [rows, columns] = [pairs(rowSums), pairs(columnSums)];
  const expected = (rows * columns) / pairs([count]);
  const most = (rows + columns) / 2;
  // All points in one group in both, or each in one of its own.
  if (together === rows && together === columns) return 1;
  return (together - expected) / (most - expected);
}

/** Pairs of points in the same group. */
function pairs(sizes: readonly number[]): number {
  return sizes.reduce((sum, size) => sum + (size * (size - 1)) / 2, 0);
}
