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
  const { components, basisStep, coordinateStep, explained, recall } = search;
  const dimensions = latentShape.reduce((product, length) => product * length, 1);
  if (!(components >= 1 && components <= dimensions && basisStep > 0 && coordinateStep > 0)) {
    throw new PageError(
      `The page states ${components} components in steps of ${basisStep} and ${coordinateStep} for latents of ${dimensions} numbers, expected 1 to ${dimensions} in steps above 0: make the page again.`,
    );
  }
  const mean = blobs.float32(PAGE_BLOBS.searchMean, dimensions, `latents of ${dimensions} numbers`);
  checkFinite(PAGE_BLOBS.searchMean, mean);
  const basis = blobs.integers(
    PAGE_BLOBS.searchBasis,
    components * dimensions,
    `${components} components of ${dimensions} numbers`,
  );
  const steps = blobs.integers(
    PAGE_BLOBS.search,
    components * placedFrom,
    `${components} coordinates of ${placedFrom} images`,
  );
  const coordinates = new Float32Array(steps.length);
  for (let n = 0, component = 0; component < components; component++) {
    for (let point = 0; point < placedFrom; point++, n++) {
      coordinates[point * components + component] = steps[n] * coordinateStep;
    }
  }
  return {
    components,
    mean,
    basis: new Float32Array(basis).map((value) => value * basisStep),
    coordinates,
    explained,
    recall,
  };
}
