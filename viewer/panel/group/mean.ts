/** The average of a group, in the space of images and in latent space. */
import type { Page } from '../../data/load.ts';
import type { Models } from '../../models/models.ts';
import type { JobOptions } from '../../parts/job.ts';
import { encodeInChunks } from './encode.ts';

export interface GroupMean {
  /** Mean of the images, channels × height × width in [0, 1]. */
  readonly image: Float32Array;
  /** What the decoder makes of the mean of their latents; same layout. */
  readonly decoded: Float32Array;
}

/**
 * @param ids one image or more
 * @throws the signal's reason as soon as the job is stopped
 */
export async function groupMean(
  page: Page,
  models: Pick<Models, 'encode' | 'decode'>,
  ids: readonly number[],
  options: JobOptions,
): Promise<GroupMean> {
  let image = new Float64Array(0);
  let latent = new Float64Array(0);
  for await (const { ids: chunk, images, latents } of encodeInChunks(page, models, ids, options)) {
    image = addRows(image, images, chunk.length);
    latent = addRows(latent, latents, chunk.length);
  }
  const mean = (sum: Float64Array) => Float32Array.from(sum, (value) => value / ids.length);
  return { image: mean(image), decoded: await models.decode(mean(latent)) };
}

/** Adds the rows of a chunk to a sum, which begins empty; in double precision, since there may be many. */
function addRows(sum: Float64Array, rows: Float32Array, count: number): Float64Array<ArrayBuffer> {
  const size = rows.length / count;
  const total = new Float64Array(size);
  total.set(sum);
  rows.forEach((value, i) => {
    total[i % size] += value;
  });
  return total;
}
