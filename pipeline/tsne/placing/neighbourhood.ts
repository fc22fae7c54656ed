/** Where on a map the references of one new point lie, each with the point's affinity to it. */
import type { FixedMap, Place } from './fixedMap.ts';

/** Affinities p_j of one new point to the points `indices` of the map; they sum to 1. */
export interface PointAffinities {
  readonly indices: Uint32Array;
  readonly values: Float64Array;
}

/** Σ_j p_j y_j. */
export function meanPlace({ positions }: FixedMap, { indices, values }: PointAffinities): Place {
  let x = 0;
  let y = 0;
  for (let n = 0; n < indices.length; n++) {
    x += values[n] * positions[2 * indices[n]];
    y += values[n] * positions[2 * indices[n] + 1];
  }
  return { x, y };
}

/** That one of the references to which the others pull least: where Σ_j p_j log(1 + |y − y_j|²) is smallest. */
export function centralReference(map: FixedMap, affinities: PointAffinities): Place {
  const { indices, values } = affinities;
  let best: Place = { x: NaN, y: NaN };
  let least = Infinity;
  for (const candidate of indices) {
    const place = map.placeOf(candidate);
    let pull = 0;
    for (let n = 0; n < indices.length; n++) {
      pull += values[n] * Math.log1p(map.squaredDistance(indices[n], place));
    }
    if (pull < least) {
      least = pull;
      best = place;
    }
  }
  return best;
}

/** Root mean square distance of the references from a place, weighted by affinity: √ Σ_j p_j |y_j − place|². */
export function spread(map: FixedMap, { indices, values }: PointAffinities, place: Place): number {
  let sum = 0;
  for (let n = 0; n < indices.length; n++) {
    sum += values[n] * map.squaredDistance(indices[n], place);
  }
  return Math.sqrt(sum);
}
