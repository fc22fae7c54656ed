import { PAGE_BLOBS, type PageData } from '../../pipeline/contract.ts';
import { PageError } from './blobs.ts';
import { checkFinite, type BlobReader } from './reader.ts';

/** What the pipeline's runtime made of some images, for the page to compare its own with. */
export interface Parity {
  /** Ids; none where the part of the page that holds the rest is damaged. */
  readonly images: readonly number[];
  /** Images × latent. */
  readonly latents: Float32Array;
  /** Images × channels × height × width. */
  readonly reconstructions: Float32Array;
}

export const NO_PARITY: Parity = {
  images: [],
  latents: new Float32Array(0),
  reconstructions: new Float32Array(0),
};

/** @throws PageError where the part is missing or damaged, or names images that the page does not have */
export function readParity({ parity, latentShape, images }: PageData, blobs: BlobReader): Parity {
  const missing = parity.find((id) => !(Number.isInteger(id) && id >= 0 && id < images.count));
  if (missing !== undefined) {
    throw new PageError(
      `The page compares its models by image ${missing} and has ${images.count} images: make the page again.`,
    );
  }
  const latents = parity.length * latentShape.reduce((product, length) => product * length, 1);
  const pixels = parity.length * images.channels * images.height * images.width;
  const id = PAGE_BLOBS.parity;
  const values = blobs.float32(
    id,
    latents + pixels,
    `latents and reconstructions of ${parity.length} images`,
  );
  checkFinite(id, values);
  return {
    images: parity,
    latents: values.subarray(0, latents),
    reconstructions: values.subarray(latents),
  };
}
