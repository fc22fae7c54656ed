import { PAGE_BLOBS, type PageData } from '../../pipeline/contract.ts';
import { PageError } from './blobs.ts';
import { checkFinite, type BlobReader } from './reader.ts';

/**
 * The mapped latents in few numbers, along their first principal components: to find those nearest to a
 * new latent z, compare `coordinates` with basis · (z − mean).
 */
export interface Search {
  /** Numbers a latent has here: K, from 1 to D, the numbers of a whole latent. */
  readonly components: number;
  /** D. */
  readonly mean: Float32Array;
  /** K × D: orthonormal rows, the direction of most variance first. */
  readonly basis: Float32Array;
  /** Mapped images × K, in units of the latents. */
  readonly coordinates: Float32Array;
  /** Share of the variance of the mapped latents that the components hold, 0 to 1. */
  readonly explained: number;
  /** Share of a latent's ten nearest that are among its ten nearest along the components, 0 to 1. */
  readonly recall: number;
}

/**
 * @returns null where the page has nothing to look for
 * @throws PageError where a part is missing or damaged
 */
export function readSearch(data: PageData, blobs: BlobReader): Search | null {
  const { search, placedFrom, latentShape } = data;
  if (search === null) return null;
  const { components, scales, explained, recall } = search;
  const dimensions = latentShape.reduce((product, length) => product * length, 1);
  if (!(components >= 1 && components <= dimensions) || scales.length !== components) {
    throw new PageError(
      `The page has ${scales.length} scales for ${components} components of ${dimensions} numbers, expected one each: make the page again.`,
    );
  }
  const vectors = blobs.float32(
    PAGE_BLOBS.searchBasis,
    (1 + components) * dimensions,
    `a mean and ${components} components of ${dimensions} numbers`,
  );
  checkFinite(PAGE_BLOBS.searchBasis, vectors);
  const coded = blobs.int16(
    PAGE_BLOBS.search,
    placedFrom * components,
    `${components} coordinates of ${placedFrom} images`,
  );
  return {
    components,
    mean: vectors.subarray(0, dimensions),
    basis: vectors.subarray(dimensions),
    coordinates: Float32Array.from(coded, (value, n) => value * scales[n % components]),
    explained,
    recall,
  };
}
