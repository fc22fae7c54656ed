import { createHash } from 'node:crypto';
import type { Dataset, ImageSet } from '../images.ts';

/**
 * What tells two sets of images apart wherever they came from: the SHA-256 over shape, pixels and
 * labels of both splits, as 64 hexadecimal digits.
 */
export function fingerprint(dataset: Pick<Dataset, 'train' | 'test'>): string {
  const hash = createHash('sha256');
  for (const images of [dataset.train, dataset.test]) {
    hash.update(header(images));
    hash.update(images.pixels);
    // As text, since the bytes of an Int32Array depend on the machine.
    hash.update(images.labels.join());
  }
  return hash.digest('hex');
}

/** States every length, so that no byte can move from one part into the next unseen. */
function header({ shape, labels }: ImageSet): string {
  return JSON.stringify([labels.length, shape.channels, shape.height, shape.width]);
}
