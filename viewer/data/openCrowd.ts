import { nextFrame } from '../parts/elements.ts';
import { PageError, type ReadText } from './blobs.ts';
import { readCrowd, type Crowd } from './crowd.ts';
import { showDamage } from './damage.ts';
import type { Page } from './load.ts';
import { BlobReader } from './reader.ts';

/**
 * Reads the images without pictures once the page has been seen: they are many, and not what one looks at first.
 *
 * @returns null where there are none, or the part is damaged, which the page then says
 */
export async function openCrowd({ data, troubles }: Page, read: ReadText): Promise<Crowd | null> {
  if (data.crowd === undefined) return null;
  // The next frame begins, and the one after it only when that has been painted.
  await nextFrame();
  await nextFrame();
  try {
    return readCrowd(data, new BlobReader(read));
  } catch (error) {
    if (!(error instanceof PageError)) throw error;
    showDamage([...troubles, { missing: 'the images without pictures', reason: error.message }]);
    return null;
  }
}
