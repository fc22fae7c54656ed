/** Latents of many images, a few at a time, so that probes come between and memory stays small. */
import { imageAt, type Page } from '../../data/load.ts';
import type { Models } from '../../models/models.ts';
import type { JobOptions } from '../../parts/job.ts';

/** Images that are encoded at once. */
const CHUNK = 32;

/** Some images and what the encoder made of them. */
export interface Encoded {
  /** Ids of the images. */
  readonly ids: readonly number[];
  /** Images × channels × height × width, [0, 1]. */
  readonly images: Float32Array;
  /** Images × numbers of a latent. */
  readonly latents: Float32Array;
}

/** @throws the signal's reason as soon as the job is stopped */
export async function* encodeInChunks(
  page: Page,
  models: Pick<Models, 'encode'>,
  ids: readonly number[],
  { signal, onProgress }: JobOptions,
): AsyncGenerator<Encoded> {
  for (let from = 0; from < ids.length; from += CHUNK) {
    signal.throwIfAborted();
    const chunk = ids.slice(from, from + CHUNK);
    const images = imagesAt(page, chunk);
    const latents = await models.encode(images);
    signal.throwIfAborted();
    yield { ids: chunk, images, latents };
    onProgress((from + chunk.length) / ids.length);
  }
}

function imagesAt(page: Page, ids: readonly number[]): Float32Array {
  const { channels, height, width } = page.data.images;
  const size = channels * height * width;
  const images = new Float32Array(ids.length * size);
  ids.forEach((id, i) => {
    images.set(imageAt(page, id), i * size);
  });
  return images;
}
