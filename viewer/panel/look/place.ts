/** What is known of a point's place on a map, and what that is worth. */
import type { Page } from '../../data/load.ts';
import { percent, rough } from '../../parts/numbers.ts';
import type { Neighbourhood } from './neighbourhood.ts';
import { LIMITS, type PlaceFacts } from './trust.ts';

/** Images whose places count in a distortion: the nearest in latent space. */
const NEIGHBOURS = 10;

/** @param map index of the map */
export function placeFacts(
  { data, maps, neighbours }: Page,
  map: number,
  index: number,
  { shared }: Pick<Neighbourhood, 'shared'>,
): PlaceFacts {
  const placed = index - data.placedFrom;
  const { positions, distortion, uncertainty } = maps[map];
  // A point of the map is ranked against the others of it, a placed one against all of them.
  const others = placed < 0 ? data.placedFrom - 1 : data.placedFrom;
  return {
    neighbours: neighbours.k,
    shared: shared.size,
    distortion: distortion[index],
    places: distortion[index] * Math.max(0, others - NEIGHBOURS),
    spread: placed < 0 ? null : uncertainty[placed] / widthOf(positions),
  };
}

/** How an image got onto the map. */
export function describeOrigin({ data }: Page, index: number): string {
  return index < data.placedFrom
    ? 'Training image; the map was made with it.'
    : 'Test image, placed on the finished map.';
}

/** The numbers behind a verdict, two or three sentences. */
export function describePlace({ distortion, places, spread }: PlaceFacts): string {
  const torn =
    `On this map, each of its ${NEIGHBOURS} nearest in latent space has fallen back by ` +
    `${rough(places)} places on average (distortion: ${percent(distortion)} of all points; 0: its neighbourhood is whole).`;
  const spent =
    spread === null
      ? ''
      : ` Its nearest mapped images are spread around it over ${percent(spread)} of the map’s width (uncertainty).`;
  const limits =
    `A place is trusted up to a distortion of ${percent(LIMITS.distortion.good)} and misleads beyond ` +
    `${percent(LIMITS.distortion.fair)}; for placed images, also up to and beyond a spread of ` +
    `${percent(LIMITS.spread.good)} and ${percent(LIMITS.spread.fair)} of the width.`;
  return `${torn}${spent} ${limits}`;
}

/** Of a map, in its own units; the longer side. */
function widthOf(positions: Float32Array): number {
  const low = [Infinity, Infinity];
  const high = [-Infinity, -Infinity];
  positions.forEach((value, n) => {
    low[n % 2] = Math.min(low[n % 2], value);
    high[n % 2] = Math.max(high[n % 2], value);
  });
  return Math.max(high[0] - low[0], high[1] - low[1]);
}
