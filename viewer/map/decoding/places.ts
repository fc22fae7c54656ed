/** What there is to decode at the places of the map where no point lies. */
import type { Point } from '../layout.ts';
import type { Neighbour } from '../nearest.ts';
import type { MapPoints } from '../points.ts';
import { NEAREST } from './blend.ts';

/** How far away the nearest point may be, as a share of the map's shorter side. */
const REACH = 0.05;

/**
 * The points that a place is decoded from; none where even the nearest is far away: what the decoder would
 * make of them says nothing of that place.
 *
 * @param place CSS pixels at zoom 1
 * @param size of the map, CSS pixels
 */
export function pointsBehind(
  points: MapPoints,
  place: Point,
  { width, height }: { readonly width: number; readonly height: number },
): Neighbour[] {
  // On a map of few points, each has more room around it.
  const room = Math.sqrt((width * height) / (points.positions.length / 2));
  const reach = Math.max(REACH * Math.min(width, height), room);
  // Most of an empty map is told by one look into the tree.
  if (points.nearest(place, reach) === null) return [];
  const nearest = points.nearestMapped(place, NEAREST);
  return nearest.length > 0 && nearest[0].distance <= reach ? nearest : [];
}
