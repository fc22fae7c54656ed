import { InputError } from '../errors.ts';
import type { Manifest } from './manifest.ts';

type Images = Manifest['dataset'];

/**
 * A folder's default name is that of the images: `a/birds` and `b/birds.npz` share it, and neither is to
 * replace the other unasked. The same path with other images is the same dataset, changed.
 *
 * @param there of the run that the folder holds
 * @throws InputError where that is of others
 */
export function refuseNamesake(folder: string, there: Images, now: Images): void {
  if (there.origin === now.origin || there.fingerprint === now.fingerprint) return;
  throw new InputError(
    `${folder} holds a run of other images of the same name; choose another folder with --out, or write over it with --force.`,
  );
}
