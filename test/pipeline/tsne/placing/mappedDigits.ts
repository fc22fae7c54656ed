/** A map of 800 digits, and 200 more to place on it. */
import { FixedMap } from '../../../../pipeline/tsne/placing/fixedMap.ts';
import type { Reference } from '../../../../pipeline/tsne/placing/placeOnMap.ts';
import { tsne } from '../../../../pipeline/tsne/tsne.ts';
import { everyTenthDigit } from '../points.ts';

export const DIMENSIONS = 784;
const MAPPED = 800;

export interface MappedDigits {
  readonly reference: Reference;
  /** Of the digits on the map. */
  readonly positions: Float32Array;
  readonly labels: Int32Array;
  /** The digits to place, and what they are. */
  readonly points: Float32Array;
  readonly pointLabels: Int32Array;
}

export async function mappedDigits(): Promise<MappedDigits> {
  const { points, labels } = await everyTenthDigit();
  // The package has its digits class by class.
  const order = Array.from({ length: labels.length }, (_, i) => (i * 37) % labels.length);
  const shuffled = new Float32Array(points.length);
  order.forEach((from, to) => {
    const digit = points.subarray(from * DIMENSIONS, (from + 1) * DIMENSIONS);
    shuffled.set(digit, to * DIMENSIONS);
  });
  const latents = shuffled.slice(0, MAPPED * DIMENSIONS);
  const { positions } = await tsne(latents, DIMENSIONS, { perplexity: 20 });
  const mixed = Int32Array.from(order, (i) => labels[i]);
  return {
    reference: { latents, map: new FixedMap(positions) },
    positions,
    labels: mixed.subarray(0, MAPPED),
    points: shuffled.slice(MAPPED * DIMENSIONS),
    pointLabels: mixed.subarray(MAPPED),
  };
}
