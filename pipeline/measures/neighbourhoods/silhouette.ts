import { numberClasses } from '../classes.ts';
import type { SpaceMeasure } from './pointMeasure.ts';

export const SILHOUETTE: SpaceMeasure = {
  key: 'silhouette',
  title: 'Silhouette',
  unit: '1',
  range: [-1, 1],
  better: 'higher',
  definition:
    'Mean over images of (b − a) / max(a, b): a is the mean Euclidean distance to the own class, b that to the nearest other class.',
  source: 'Rousseeuw 1987, Silhouettes; sklearn.metrics.silhouette_score.',
  of: 'every space',
  prepare: silhouettes,
};

/**
 * Silhouette of a point (Rousseeuw 1987, "Silhouettes: a graphical aid to the interpretation and
 * validation of cluster analysis") for classes as clusters: −1 (it sits among another class) to 1 (its
 * class is tight and apart); 0 for the only point of a class.
 *
 * @returns null where it is not defined: with fewer than two classes, or as many as points
 */
function silhouettes(labels: Int32Array): ReturnType<SpaceMeasure['prepare']> {
  const { classOf, sizes } = numberClasses(labels);
  if (sizes.length < 2 || sizes.length === labels.length) return null;
  const sums = new Float64Array(sizes.length);
  return (i, { squaredDistances }) => {
    const own = classOf[i];
    if (sizes[own] === 1) return 0;
    sums.fill(0);
    for (let j = 0; j < squaredDistances.length; j++) {
      sums[classOf[j]] += Math.sqrt(squaredDistances[j]);
    }
    const a = sums[own] / (sizes[own] - 1);
    let b = Infinity;
    for (let other = 0; other < sums.length; other++) {
      if (other !== own) b = Math.min(b, sums[other] / sizes[other]);
    }
    return a === b ? 0 : (b - a) / Math.max(a, b);
  };
}
