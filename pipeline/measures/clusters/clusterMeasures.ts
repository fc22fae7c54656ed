/**
 * How well the clusters that k-means finds agree with the classes, in latent space and on every map. A
 * new measure is one file and one line here.
 */
import type { Measure } from '../../contract.ts';
import { seededRandom } from '../../random.ts';
import { numberClasses } from '../classes.ts';
import { definitionOf } from '../definition.ts';
import { CLUSTER_ACCURACY } from './clusterAccuracy.ts';
import type { ClusterMeasure } from './clusterMeasure.ts';
import { contingency, type Contingency } from './contingency.ts';
import { kMeans } from './kMeans.ts';
import { NORMALISED_MUTUAL_INFORMATION } from './mutualInformation.ts';
import { ADJUSTED_RAND_INDEX } from './randIndex.ts';

const MEASURES: readonly ClusterMeasure[] = [
  NORMALISED_MUTUAL_INFORMATION,
  ADJUSTED_RAND_INDEX,
  CLUSTER_ACCURACY,
];

/** Points in one space. */
export interface Cloud {
  /** Name of the space. */
  readonly space: string;
  /** N × dimensions, finite. */
  readonly points: Float32Array;
  readonly dimensions: number;
}

/**
 * Each measure in every space, with as many clusters as there are classes; without values where there
 * is only one class.
 *
 * @param labels one class index a point
 * @param seed of k-means
 */
export async function measureClusters(
  clouds: readonly Cloud[],
  labels: Int32Array,
  seed: number,
  onProgress?: (done: number, total: number) => void,
): Promise<Measure[]> {
  const k = numberClasses(labels).sizes.length;
  const overlaps: { space: string; overlap: Contingency }[] = [];
  for (const [done, { space, points, dimensions }] of k < 2 ? [] : clouds.entries()) {
    onProgress?.(done, clouds.length);
    const random = seededRandom(seed, `clusters of ${space}`);
    const clusters = await kMeans(points, dimensions, k, random);
    overlaps.push({ space, overlap: contingency(labels, clusters.labels) });
  }
  return MEASURES.map((measure) => ({
    ...definitionOf(measure),
    values: overlaps.map(({ space, overlap }) => ({
      space,
      value: measure.ofOverlap(overlap),
      interval: null,
    })),
    sample: null,
  }));
}
