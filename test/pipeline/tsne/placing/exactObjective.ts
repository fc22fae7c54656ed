/** What placing minimises, written down as it is defined: sums over all points of the map. */
import type { Place } from '../../../../pipeline/tsne/placing/fixedMap.ts';
import type { PointAffinities } from '../../../../pipeline/tsne/placing/neighbourhood.ts';

/** Σ_j p_j log(1 + |y − y_j|²) + log Σ_k 1 / (1 + |y − y_k|²). */
export function exactValue(
  positions: ArrayLike<number>,
  { indices, values }: PointAffinities,
  place: Place,
): number {
  const terms = Array.from(indices, (j, n) => values[n] * Math.log1p(squared(positions, j, place)));
  return terms.reduce((sum, term) => sum + term, Math.log(exactRepulsion(positions, place).z));
}

export function exactRepulsion(positions: ArrayLike<number>, place: Place) {
  let [z, x, y] = [0, 0, 0];
  for (let k = 0; k < positions.length / 2; k++) {
    const w = 1 / (1 + squared(positions, k, place));
    z += w;
    x += w * w * (place.x - positions[2 * k]);
    y += w * w * (place.y - positions[2 * k + 1]);
  }
  return { z, x, y };
}

/** The place of the smallest value within half a unit around `place`, on ever finer grids. */
export function bestNearby(
  positions: ArrayLike<number>,
  affinities: PointAffinities,
  place: Place,
): Place {
  let best = place;
  for (let width = 0.5; width > 1e-5; width /= 3) {
    const { x, y } = best;
    let least = Infinity;
    for (let column = -4; column <= 4; column++) {
      for (let row = -4; row <= 4; row++) {
        const candidate = { x: x + (column * width) / 4, y: y + (row * width) / 4 };
        const value = exactValue(positions, affinities, candidate);
        if (value < least) [least, best] = [value, candidate];
      }
    }
  }
  return best;
}

function squared(positions: ArrayLike<number>, k: number, { x, y }: Place): number {
  return (x - positions[2 * k]) ** 2 + (y - positions[2 * k + 1]) ** 2;
}
