/** Which runs show the same images in the same order, so that what is chosen in one can be found in another. */
import { FILES } from '../contract.ts';
import type { Manifest } from '../files/manifest.ts';

type Told = Pick<Manifest, 'dataset' | 'settings' | 'stages'>;

/**
 * The same for runs that show the same images in the same order and size, and for no others.
 *
 * Images of a published dataset are known by its name and their labels, so that drawing their pixels black
 * or white makes no others of them; a person's own, which may have no labels, by their pixels.
 */
export function imagesKey({ dataset, settings, stages: { encode } }: Told): string {
  const { name, origin, fingerprint, shape } = dataset;
  const { mapped, placed } = encode.results;
  // Where not all are mapped, it takes others.
  const stratified = settings.stratified === true && mapped < dataset.trainImages;
  const known = origin === undefined ? [name, encode.files[FILES.labels]] : [fingerprint];
  return JSON.stringify([...known, shape, mapped, placed, stratified]);
}
