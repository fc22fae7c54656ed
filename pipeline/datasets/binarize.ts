/**
 * Images of black and white alone, each pixel drawn once with its intensity as the probability of
 * white (R. Salakhutdinov & I. Murray, "On the Quantitative Analysis of Deep Belief Networks", 2008):
 * what likelihoods of MNIST are measured on.
 */
import type { Dataset, ImageSet } from '../images.ts';
import { seededRandom, type Random } from '../random.ts';

/** Fixed, so that the images are the same whatever the seed of a run. */
const SEED = 1;

/** Both splits binarised, the same way every time. */
export function binarized(dataset: Dataset): Dataset {
  const split = (name: 'train' | 'test') =>
    drawn(dataset[name], seededRandom(SEED, `binarisation of ${name}`));
  return {
    ...dataset,
    train: split('train'),
    test: split('test'),
    source: `${dataset.source}; pixels drawn black or white once`,
  };
}

function drawn(images: ImageSet, random: Random): ImageSet {
  const pixels = new Uint8Array(images.pixels.length);
  // A loop, since millions of pixels take part.
  for (let i = 0; i < pixels.length; i++) {
    pixels[i] = 255 * random() < images.pixels[i] ? 255 : 0;
  }
  return { ...images, pixels };
}
