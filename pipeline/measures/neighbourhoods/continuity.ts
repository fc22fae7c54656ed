import type { MapMeasure } from './pointMeasure.ts';
import { rankPenalty } from './rankPenalty.ts';

/**
 * How far neighbours in truth are neighbours on a map.
 *
 * @param count number of points, N
 * @param k number of neighbours, less than N / 2
 */
export function continuity(count: number, k: number): MapMeasure {
  return {
    key: `continuity${k}`,
    title: `Continuity, k = ${k}`,
    unit: '1',
    range: [0, 1],
    better: 'higher',
    definition: `1 less a penalty for points among the ${k} nearest in latent space that are not among the ${k} nearest on the map, by how far down they rank there: low where the map tears neighbours apart.`,
    source: 'Venna & Kaski 2001, Neighborhood preservation in nonlinear projection methods.',
    of: 'maps',
    ofPoint: ({ mapRanks }) => 1 - rankPenalty(mapRanks, count, k),
  };
}
