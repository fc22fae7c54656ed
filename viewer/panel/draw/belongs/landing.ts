/** Where on the map a drawing lands, and what that is worth, in words. */
import { leastIndex } from 'd3-array';
import { countClasses } from '../../../data/classCounts.ts';
import type { Page } from '../../../data/load.ts';
import { extentOf } from '../../../map/layout.ts';
import type { Place } from '../../../models/space.ts';
import { percent } from '../../../parts/numbers.ts';
import { several } from './votes.ts';

/** Mapped images around a place that tell what it lies among. */
const AROUND = 10;

/** Of the map's longer side: how far a place's neighbours are spread, where no other place is known. */
const SURE = 0.05;
const UNSURE = 0.15;

/** One sentence or two. */
export function describeLanding({ data, labels, maps }: Page, place: Place): string {
  const { positions, uncertainty } = maps[place.map];
  const mapped = positions.subarray(0, 2 * data.placedFrom);
  const [{ label, count }] = countClasses(labels, nearestOnMap(mapped, place, AROUND));
  const among = 2 * count > AROUND ? several(data.dataset.classNames[label]) : 'several classes';
  const spread = place.uncertainty / extentOf(mapped);
  return (
    `It lands among ${among.replace(/^of class/, 'images of class')}; its neighbours are spread over ` +
    `${percent(spread)} of the map: ${worth(place.uncertainty, spread, uncertainty)}.`
  );
}

/**
 * What a place is worth beside those of the images that were placed on the map: sure as half of them, unsure
 * as the worst tenth.
 *
 * @param uncertainty of the place, in units of the map
 * @param spread the same as a share of the map
 * @param others uncertainties of the placed images; none where there are none
 */
export function worth(uncertainty: number, spread: number, others: Float32Array): string {
  const better = others.reduce((sum, other) => sum + Number(other < uncertainty), 0);
  const rank = better / others.length;
  const [sure, unsure] =
    others.length > 0 ? [rank <= 0.5, rank >= 0.9] : [spread <= SURE, spread >= UNSURE];
  if (sure) return 'a sure place';
  return unsure ? 'an unsure place, as its nearest images lie far apart' : 'a fairly sure place';
}

/** Indices of the points nearest to a place, in no order. */
function nearestOnMap(positions: Float32Array, { x, y }: Place, count: number): number[] {
  const distances = Float32Array.from(
    { length: positions.length / 2 },
    (_, i) => (positions[2 * i] - x) ** 2 + (positions[2 * i + 1] - y) ** 2,
  );
  return Array.from({ length: Math.min(count, distances.length) }, () => {
    const nearest = leastIndex(distances)!;
    distances[nearest] = Infinity;
    return nearest;
  });
}
