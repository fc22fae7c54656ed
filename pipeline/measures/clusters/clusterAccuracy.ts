import { bestAssignment } from './assignment.ts';
import type { ClusterMeasure } from './clusterMeasure.ts';
import type { Contingency } from './contingency.ts';

export const CLUSTER_ACCURACY: ClusterMeasure = {
  key: 'clusterAccuracy',
  title: 'Accuracy of clusters',
  unit: '1',
  range: [0, 1],
  better: 'higher',
  definition:
    'Share of images that are in the cluster of their class, where each cluster that k-means finds (as many as there are classes) stands for the class that makes this share largest.',
  source:
    'Kuhn 1955, The Hungarian method for the assignment problem; scipy.optimize.linear_sum_assignment.',
  ofOverlap: clusterAccuracy,
};

/** Above 0, to 1. Where there are more clusters than classes, or fewer, those left over count as wrong. */
export function clusterAccuracy({ count, cells, columnSums }: Contingency): number {
  const wide = columnSums.length >= cells.length;
  const values = wide ? cells : columnSums.map((_, b) => cells.map((row) => row[b]));
  const columns = bestAssignment(values);
  return values.reduce((sum, row, a) => sum + row[columns[a]], 0) / count;
}
