/** What stands at the ends of the way. */
import { least } from 'd3-array';
import { imageAt, type Page } from '../../data/load.ts';
import type { Models } from '../../models/models.ts';
import { className } from '../../parts/imageName.ts';
import { whole } from '../../parts/numbers.ts';
import type { End } from '../../state/between.ts';
import { join, split } from './way.ts';

/** Images of a group that are encoded at once. */
const CHUNK = 64;

/** What is seen at an end, channels × height × width in [0, 1]; of a group the mean of its images. */
export function endImage(page: Page, end: End): Float32Array {
  if (end.kind === 'drawing') return end.image;
  if (end.kind === 'point') return imageAt(page, end.index);
  return end.images
    .map((index) => imageAt(page, index))
    .reduce((sum, image) => sum.map((value, i) => value + image[i]))
    .map((value) => value / end.images.length);
}

/** A title and what is to be added to it. */
export function endName(page: Page, end: End): readonly [title: string, detail: string] {
  if (end.kind === 'drawing') return ['your drawing', ''];
  if (end.kind === 'group') return ['group', `average of ${whole(end.images.length)}`];
  return [className(page, end.index), `image ${whole(end.index)}`];
}

/** The latent of an end; of a group the mean of the latents of its images. */
export async function endLatent(
  page: Page,
  end: End,
  { encode }: Pick<Models, 'encode'>,
): Promise<Float32Array> {
  if (end.kind !== 'group') return encode(endImage(page, end));
  const { images } = end;
  let sum: Float32Array | null = null;
  // A few at a time, since the latents of all may be large.
  for (let first = 0; first < images.length; first += CHUNK) {
    const chunk = images.slice(first, first + CHUNK);
    const latents = await encode(join(chunk.map((index) => imageAt(page, index))));
    for (const latent of split(latents, chunk.length)) {
      sum = sum ? sum.map((value, i) => value + latent[i]) : latent;
    }
  }
  return sum!.map((value) => value / images.length);
}

/**
 * A good other end for a point: on the map the nearest of those of another class that are typical of it, all
 * of their nearest in latent space being of it too. (The very nearest are mostly some that have strayed.)
 * Where there is one class only, the point farthest away.
 *
 * @param positions points × 2
 * @param among the points that may be chosen
 * @returns null where there is no other point
 */
export function otherEnd(
  { labels, neighbours: { k, indices } }: Pick<Page, 'labels' | 'neighbours'>,
  positions: Float32Array,
  index: number,
  among: readonly number[],
): number | null {
  const distance = (i: number): number =>
    Math.hypot(
      positions[2 * i] - positions[2 * index],
      positions[2 * i + 1] - positions[2 * index + 1],
    );
  const typical = (i: number): boolean =>
    indices.subarray(i * k, (i + 1) * k).every((neighbour) => labels[neighbour] === labels[i]);
  const others = among.filter((i) => labels[i] !== labels[index]);
  const nearest = least(others.filter(typical), distance) ?? least(others, distance);
  const farthest = (): number | undefined =>
    least(
      among.filter((i) => i !== index),
      (i) => -distance(i),
    );
  return nearest ?? farthest() ?? null;
}
