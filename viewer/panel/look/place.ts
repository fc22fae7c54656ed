/** What a point's place on a map is worth, in words. */
import type { MapPoints, Page } from '../../data/load.ts';
import { percent, rough } from '../../parts/numbers.ts';

/** Images whose places count: the nearest in latent space. */
const NEIGHBOURS = 10;

/** Two or three sentences. */
export function describePlace({ data, maps }: Page, map: number, index: number): string {
  const placed = index - data.placedFrom;
  const { positions, distortion, uncertainty } = maps[map];
  // A point of the map is ranked against the others of it, a placed one against all of them.
  const others = placed < 0 ? data.placedFrom - 1 : data.placedFrom;
  const torn = describeDistortion(distortion[index], others);
  if (placed < 0) return `Training image; the map was made with it. ${torn}`;
  const spread = uncertainty[placed];
  return (
    'Test image, placed on the finished map; its nearest in latent space are spread around it by ' +
    `${rough(spread)} units of the map (${percent(spread / width({ positions }))} of its width). ${torn}`
  );
}

function describeDistortion(distortion: number, others: number): string {
  const places = distortion * Math.max(0, others - NEIGHBOURS);
  return (
    `On this map, each of its ${NEIGHBOURS} nearest in latent space has fallen back by ` +
    `${rough(places)} places on average (${percent(distortion)} of all points; 0: its neighbourhood is whole).`
  );
}

/** Of a map, in its own units; the longer side. */
function width({ positions }: Pick<MapPoints, 'positions'>): number {
  const low = [Infinity, Infinity];
  const high = [-Infinity, -Infinity];
  positions.forEach((value, n) => {
    low[n % 2] = Math.min(low[n % 2], value);
    high[n % 2] = Math.max(high[n % 2], value);
  });
  return Math.max(high[0] - low[0], high[1] - low[1]);
}
