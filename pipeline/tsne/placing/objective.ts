/**
 * What placing minimises for one new point at y: the divergence of where its affinities p_j to points
 * of the map say it belongs from where the map would have it,
 *
 *   C(y) = Σ_j p_j log(1 + |y − y_j|²) + log Z(y),   Z(y) = Σ_k 1 / (1 + |y − y_k|²),
 *
 * that is KL(p ‖ q) with q_j = 1 / (1 + |y − y_j|²) / Z(y), up to a constant. The second
 * sum goes over the whole map, which pushes the point out of where it is crowded. (openTSNE exaggerates the
 * attraction 1.5 times; on digits that made no difference to labels or to where a re-run puts the points.)
 */
import type { FixedMap, Place } from './fixedMap.ts';
import type { PointAffinities } from './neighbourhood.ts';

export interface Slope {
  /** C(y), nats. */
  readonly value: number;
  /** Its gradient. */
  readonly x: number;
  readonly y: number;
  /** 2 Σ_j p_j / (1 + |y − y_j|²): the attraction alone bends nowhere more than this. */
  readonly curvature: number;
}

export function slopeAt(map: FixedMap, affinities: PointAffinities, place: Place): Slope {
  const { positions } = map;
  const { indices, values } = affinities;
  const repulsion = map.repulsionAt(place);
  let pull = 0;
  let pullX = 0;
  let pullY = 0;
  let strengths = 0;
  for (let n = 0; n < indices.length; n++) {
    const dx = place.x - positions[2 * indices[n]];
    const dy = place.y - positions[2 * indices[n] + 1];
    const squared = dx * dx + dy * dy;
    const strength = values[n] / (1 + squared);
    pull += values[n] * Math.log1p(squared);
    pullX += strength * dx;
    pullY += strength * dy;
    strengths += strength;
  }
  return {
    value: pull + Math.log(repulsion.z),
    x: 2 * (pullX - repulsion.x / repulsion.z),
    y: 2 * (pullY - repulsion.y / repulsion.z),
    curvature: 2 * strengths,
  };
}
