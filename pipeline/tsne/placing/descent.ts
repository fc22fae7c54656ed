import type { FixedMap, Place } from './fixedMap.ts';
import type { PointAffinities } from './neighbourhood.ts';
import { slopeAt } from './objective.ts';

/** Steps at most. */
const MOST_STEPS = 100;
/** A step this short, in units of the map (where neighbours attract over about 1), ends the descent. */
const SHORTEST_STEP = 1e-3;

/**
 * Goes downhill from `start` to a place where C(y) of objective.ts is smallest nearby.
 *
 * A step is the gradient over the largest curvature of the attraction, so there is no learning rate to
 * choose: without repulsion it never goes uphill (it is the step of iteratively reweighted least
 * squares), and with it a step that would is halved.
 */
export function descend(map: FixedMap, affinities: PointAffinities, start: Place): Place {
  let place = start;
  let slope = slopeAt(map, affinities, place);
  let share = 1;
  for (let step = 0; step < MOST_STEPS; step++) {
    const dx = (-share * slope.x) / slope.curvature;
    const dy = (-share * slope.y) / slope.curvature;
    if (Math.hypot(dx, dy) < SHORTEST_STEP) break;
    const nextPlace = { x: place.x + dx, y: place.y + dy };
    const nextSlope = slopeAt(map, affinities, nextPlace);
    if (nextSlope.value < slope.value) {
      place = nextPlace;
      slope = nextSlope;
      share = 1;
    } else {
      share /= 2;
    }
  }
  return place;
}
