import { imageAt, type Page } from '../../data/load.ts';
import type { Models } from '../../models/models.ts';
import { meanLatent, type Blend } from './blend.ts';
import { createCache } from './cache.ts';

/** Bytes of latents that are kept, so that moving on a little encodes only what is new. */
const LATENT_BYTES = 20e6;
/** Images encoded at once: whatever else is asked of the models waits so long at most. */
const BATCH = 16;

export interface Blender {
  /** What the decoder makes of each blend, channels × height × width in [0, 1]. */
  decode(blends: readonly Blend[]): Promise<Float32Array[]>;
}

/** Decodes places between the images of a page; images are encoded when they are first needed. */
export function createBlender(page: Page, models: Models): Blender {
  const latentSize = page.data.latentShape.reduce((product, length) => product * length, 1);
  const kept = createCache<number, Float32Array>(Math.ceil(LATENT_BYTES / (4 * latentSize)));

  /** @param indices each once */
  async function latentsOf(indices: readonly number[]): Promise<Map<number, Float32Array>> {
    const latents = new Map<number, Float32Array>();
    const missing: number[] = [];
    for (const index of indices) {
      const latent = kept.get(index);
      if (latent) latents.set(index, latent);
      else missing.push(index);
    }
    for (let first = 0; first < missing.length; first += BATCH) {
      const batch = missing.slice(first, first + BATCH);
      const encoded = await models.encode(joined(batch.map((i) => imageAt(page, i))));
      batch.forEach((index, n) => {
        const latent = encoded.slice(n * latentSize, (n + 1) * latentSize);
        latents.set(index, latent);
        kept.set(index, latent);
      });
    }
    return latents;
  }

  return {
    async decode(blends) {
      const latents = await latentsOf([...new Set(blends.flatMap(({ indices }) => indices))]);
      const means = blends.map((blend) => meanLatent(blend, (index) => latents.get(index)!));
      const images = await models.decode(joined(means));
      const size = images.length / blends.length;
      return blends.map((_, n) => images.slice(n * size, (n + 1) * size));
    },
  };
}

/** One array after the other; all of one length. */
function joined(arrays: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(arrays.length * arrays[0].length);
  arrays.forEach((array, n) => {
    all.set(array, n * array.length);
  });
  return all;
}
