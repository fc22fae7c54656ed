import { element } from '../../parts/elements.ts';
import { paintImage } from '../../parts/picture.ts';
import type { Page } from '../../data/load.ts';
import type { Blend } from './blend.ts';
import type { Blender } from './blender.ts';
import { createCache } from './cache.ts';

/** Bytes of pictures that are kept, those of other zooms, filters and maps among them. */
const BYTES = 20e6;
/** Pictures decoded at once: whatever else is asked of the models waits so long at most. */
const BATCH = 4;

export interface Order {
  readonly key: string;
  readonly blend: Blend;
}

export interface Tile {
  /** One canvas pixel for each of the image's own. */
  readonly picture: HTMLCanvasElement;
  /** The image that has most to say in it. */
  readonly nearest: number;
}

export interface Tiles {
  /** Undefined where it is not there (any more). */
  get(key: string): Tile | undefined;
  /**
   * Makes the pictures that are not there yet, in order.
   *
   * @param onProgress called after some with how many are there
   */
  make(
    orders: readonly Order[],
    signal: AbortSignal,
    onProgress: (done: number) => void,
  ): Promise<void>;
}

/** Small pictures of what the decoder makes of blends. */
export function createTiles({ data }: Page, blender: Blender): Tiles {
  const { images } = data;
  const kept = createCache<string, Tile>(Math.ceil(BYTES / (4 * images.height * images.width)));
  return {
    get: (key) => kept.get(key),
    async make(orders, signal, onProgress) {
      const missing = orders.filter(({ key }) => !kept.get(key));
      let done = orders.length - missing.length;
      onProgress(done);
      for (let first = 0; first < missing.length; first += BATCH) {
        const batch = missing.slice(first, first + BATCH);
        const decoded = await blender.decode(batch.map(({ blend }) => blend));
        batch.forEach(({ key, blend }, n) => {
          const picture = element('canvas');
          paintImage(picture, decoded[n], images);
          kept.set(key, { picture, nearest: blend.indices[0] });
        });
        // What has come is right, whatever is wanted now.
        if (signal.aborted) return;
        done += batch.length;
        onProgress(done);
      }
    },
  };
}
