import type { MapMeasure } from './pointMeasure.ts';
import { rankPenalty } from './rankPenalty.ts';

/**
 * How far neighbours on a map are neighbours in truth.
 *
 * @param count number of points, N
 * @param k number of neighbours, less than N / 2
 */
export function trustworthiness(count: number, k: number): MapMeasure {
  return {
    key: `trustworthiness${k}`,
    title: `Trustworthiness, k = ${k}`,
    unit: '1',
    range: [0, 1],
    better: 'higher',
    definition: `1 less a penalty for points among the ${k} nearest on the map that are not among the ${k} nearest in latent space, by how far down they rank there: low where the map invents neighbours.`,
    source:
      'Venna & Kaski 2001, Neighborhood preservation in nonlinear projection methods; sklearn.manifold.trustworthiness.',
    of: 'maps',
    ofPoint: ({ latentRanks }) => 1 - rankPenalty(latentRanks, count, k),
  };
}
