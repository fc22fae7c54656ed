import { FRAME_LEVELS, PAGE_BLOBS, type PageData } from '../../pipeline/contract.ts';
import { PageError } from './blobs.ts';
import type { BlobReader } from './reader.ts';

/** How a map came to be, for a replay. */
export interface Frames {
  /** Index of the map. */
  readonly map: number;
  /** After how many iterations each frame was taken; rising. */
  readonly iterations: readonly number[];
  /** Frames × mapped images × 2: x and y in the map's units. The last frame is the map itself. */
  readonly positions: Float32Array;
}

/**
 * @param maps positions of all images on each map
 * @returns null where no map came to be step by step
 * @throws PageError where the part is missing or damaged
 */
export function readFrames(
  { frames, placedFrom }: PageData,
  maps: readonly { readonly positions: Float32Array }[],
  blobs: BlobReader,
): Frames | null {
  if (frames === null) return null;
  const { map, iterations, boxes } = frames;
  if (!(map in maps) || boxes.length !== iterations.length - 1) {
    throw new PageError(
      `The page has ${boxes.length} boxes for ${iterations.length} frames of map ${map}, expected one for each frame but the last of one of ${maps.length} maps: make the page again.`,
    );
  }
  const size = 2 * placedFrom;
  const levels = blobs.integers(
    PAGE_BLOBS.frames,
    boxes.length * size,
    `${boxes.length} frames of ${placedFrom} images`,
  );
  const positions = new Float32Array(iterations.length * size);
  for (const [f, [left, bottom, right, top]] of boxes.entries()) {
    for (let n = 0; n < size; n++) {
      if (f > 0) levels[f * size + n] += levels[(f - 1) * size + n];
      const way = levels[f * size + n] / FRAME_LEVELS;
      positions[f * size + n] =
        n % 2 === 0 ? left + way * (right - left) : bottom + way * (top - bottom);
    }
  }
  positions.set(maps[map].positions.subarray(0, size), boxes.length * size);
  return { map, iterations, positions };
}
