/** What a point's place on a map is worth, in words. */
import type { MapPoints, Page } from './load.ts';
import { percent } from './numbers.ts';

/** A distortion that rounds to 0.01 % or less is none. */
const NEGLIGIBLE = 1e-4;

/** One to three sentences. */
export function describePlace({ data, maps }: Page, map: number, index: number): string {
  const placed = index - data.placedFrom;
  const { positions, distortion, uncertainty } = maps[map];
  if (placed < 0) {
    return `Training image; the map was made with it. ${describeDistortion(distortion[index])}`;
  }
  const spread = percent(uncertainty[placed] / width({ positions }));
  return (
    'Test image, placed on the finished map among its nearest in latent space, which are spread around ' +
    `it by ${spread} of the map’s width. ${describeDistortion(distortion[index])}`
  );
}

function describeDistortion(distortion: number): string {
  return distortion < NEGLIGIBLE
    ? 'Its 10 nearest in latent space are its nearest here too.'
    : `Here ${percent(distortion)} of all points have come between it and its 10 nearest in latent space, on average.`;
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
