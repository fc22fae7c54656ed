/** Which images the maps are made of, and which are shown. */
import { evenlySpaced } from '../evenlySpaced.ts';
import {
  concatImages,
  firstImages,
  imageCount,
  pickImages,
  type Dataset,
  type ImageSet,
} from '../images.ts';

export interface MapSample {
  /** Training images on the maps at most. */
  readonly mapSize: number;
  /** Take them from every class in proportion, not the first ones. */
  readonly stratified?: boolean;
}

/** The training images that the maps are made of. */
export function mappedImages(train: ImageSet, { mapSize, stratified }: MapSample): ImageSet {
  if (!stratified || mapSize >= imageCount(train)) return firstImages(train, mapSize);
  return pickImages(train, stratifiedSample(train.labels, mapSize));
}

/**
 * The images on the maps: those that the maps are made of, followed by the test images, which are placed
 * on them. An image's index here is its `id`.
 */
export function shownImages({ train, test }: Dataset, sample: MapSample): ImageSet {
  return concatImages(mappedImages(train, sample), test);
}

/** How many images the maps are made of. */
export function mappedCount({ train }: Dataset, { mapSize }: MapSample): number {
  return Math.min(mapSize, imageCount(train));
}

/**
 * Of each class as many as are its share, to the nearest whole number, and spread over all of its images.
 *
 * @param labels one class index an image
 * @param size at most as many as there are
 * @returns indices, increasing
 */
export function stratifiedSample(labels: Int32Array, size: number): Uint32Array {
  const byClass = Uint32Array.from(labels.keys()).sort((a, b) => labels[a] - labels[b] || a - b);
  return Uint32Array.from(evenlySpaced(byClass, size)).sort();
}
