import type { ClusterMeasure } from './clusterMeasure.ts';
import type { Contingency } from './contingency.ts';

export const NORMALISED_MUTUAL_INFORMATION: ClusterMeasure = {
  key: 'nmi',
  title: 'NMI of clusters',
  unit: '1',
  range: [0, 1],
  better: 'higher',
  definition:
    'Mutual information of the classes and the clusters that k-means finds (as many as there are classes), divided by the mean of their two entropies.',
  source:
    'Strehl & Ghosh 2002, Cluster ensembles; sklearn.metrics.normalized_mutual_info_score (arithmetic mean).',
  ofOverlap: normalisedMutualInformation,
};

/** 0 (one grouping tells nothing of the other) to 1 (they are the same); 1 for two groupings of one group each. */
export function normalisedMutualInformation(overlap: Contingency): number {
  const { count, cells, rowSums, columnSums } = overlap;
  const mean = (entropy(rowSums, count) + entropy(columnSums, count)) / 2;
  if (mean === 0) return 1;
  let information = 0;
  for (const [a, row] of cells.entries()) {
    for (const [b, cell] of row.entries()) {
      if (cell === 0) continue;
      information += (cell / count) * Math.log((cell / rowSums[a]) * (count / columnSums[b]));
    }
  }
  return Math.min(1, Math.max(0, information / mean));
}

/** In nats. */
function entropy(sizes: readonly number[], count: number): number {
  return sizes.reduce((sum, size) => sum - (size / count) * Math.log(size / count), 0);
}
