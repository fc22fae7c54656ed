/** How near to the images of the map a drawing is, beside how near images of the same kind are. */
import { bisectRight } from 'd3-array';
import { imageAt, type Page } from '../../../data/load.ts';
import type { Models } from '../../../models/models.ts';
import { percent } from '../../../parts/numbers.ts';

/** Images that tell what is usual. */
const SAMPLE = 100;

/**
 * How far images are from the nearest mapped one that is another, as a drawing is compared; of the images
 * that were placed later where there are such, since the encoder has not seen them either.
 *
 * @returns distances in units of the latents, ascending; empty where the page has nothing to compare with
 */
export async function usualDistances(page: Page, models: Models): Promise<Float32Array> {
  const { count } = page.data.images;
  const first = page.data.placedFrom < count ? page.data.placedFrom : 0;
  const sample = Math.min(SAMPLE, count - first);
  // Evenly among them, since they may be in the order of their classes.
  const ids = Array.from(
    { length: sample },
    (_, s) => first + Math.floor((s * (count - first)) / sample),
  );
  const images = ids.flatMap((id) => [...imageAt(page, id)]);
  const latents = await models.encode(Float32Array.from(images));
  const size = latents.length / sample;
  const distances: number[] = [];
  for (const [n, id] of ids.entries()) {
    const nearest = await models.nearest(latents.slice(n * size, (n + 1) * size), 2);
    const other = nearest ? Array.from(nearest.indices).findIndex((index) => index !== id) : -1;
    if (other >= 0) distances.push(nearest!.distances[other]);
  }
  return Float32Array.from(distances).sort();
}

/**
 * One sentence.
 *
 * @param distance from the drawing to the nearest image
 * @param usual ascending, at least one
 */
export function describeTypical(distance: number, usual: Float32Array): string {
  const farther = 1 - bisectRight(usual, distance) / usual.length;
  if (farther === 0) {
    return distance > 1.5 * usual[usual.length - 1]
      ? 'It is unlike anything the map was made of: no image is nearly as far from its nearest.'
      : 'It is unusual: no image that was looked at is as far from its nearest.';
  }
  if (farther < 0.1)
    return `It is unusual: only ${percent(farther)} of images are as far from their nearest.`;
  return `It is typical: ${percent(farther)} of images are farther from their nearest.`;
}
