import { PAGE_BLOBS, type PageData } from '../../pipeline/contract.ts';
import { PageError } from './blobs.ts';
import type { BlobReader } from './reader.ts';

/** The mapped images nearest to each image in latent space. */
export interface Neighbours {
  /** How many of each image; 0 where only one image is mapped. */
  readonly k: number;
  /** Images × k: ids of mapped images, nearest first, never the image itself. */
  readonly indices: Int32Array;
}

/** @throws PageError where the part is missing, damaged or names images that are not mapped */
export function readNeighbours(data: PageData, blobs: BlobReader): Neighbours {
  const { placedFrom, images, neighbours: k } = data;
  if (!Number.isInteger(k) || k < 0 || (k >= placedFrom && k > 0)) {
    throw new PageError(
      `The page states ${k} neighbours of each image where ${placedFrom} are mapped, expected 0 to ${placedFrom - 1}: make the page again.`,
    );
  }
  const indices = blobs.integers(
    PAGE_BLOBS.neighbours,
    images.count * k,
    `${k} neighbours of ${images.count} images`,
  );
  const bad = indices.findIndex((id, n) => id < 0 || id >= placedFrom || id === Math.floor(n / k));
  if (bad >= 0) {
    throw new PageError(
      `Image ${Math.floor(bad / k)} has image ${indices[bad]} for a neighbour, expected another of the ${placedFrom} mapped ones: make the page again.`,
    );
  }
  return { k, indices };
}

/** Those of one image, nearest first. */
export function neighboursOf(
  { neighbours: { k, indices } }: { readonly neighbours: Neighbours },
  index: number,
): Int32Array {
  return indices.subarray(index * k, (index + 1) * k);
}
