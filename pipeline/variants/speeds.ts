/** How fast variants of the models are: in turns, since what else the machine does changes by the second. */
import { median } from 'd3-array';
import type { Codec } from '../engine/codec.ts';
import { firstImages, imageCount, imageSize, type ImageSet } from '../images.ts';

export interface Speeds {
  /** Images a second, the median of all rounds. */
  readonly encode: number;
  readonly decode: number;
}

/** Rounds that count, after one that does not. */
const ROUNDS = 5;

/** Images a turn at most, fewer where they are large. */
const MOST_IMAGES = 1000;
const ENOUGH_PIXELS = 1e6;

/** @returns of each codec */
export async function speedsOf(codecs: readonly Codec[], test: ImageSet): Promise<Speeds[]> {
  const fitting = Math.ceil(ENOUGH_PIXELS / imageSize(test.shape));
  const images = firstImages(test, Math.min(MOST_IMAGES, fitting));
  const count = imageCount(images);
  const turns = codecs.map(() => ({ encode: [] as number[], decode: [] as number[] }));
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [i, codec] of codecs.entries()) {
      const start = performance.now();
      const latents = await codec.encode(images);
      const between = performance.now();
      await codec.decode(latents, images.shape);
      const end = performance.now();
      if (round === 0) continue;
      turns[i].encode.push((1000 * count) / (between - start));
      turns[i].decode.push((1000 * count) / (end - between));
    }
  }
  return turns.map(({ encode, decode }) => ({ encode: median(encode)!, decode: median(decode)! }));
}
