/** Images that are both in training and in the test. */
import { hash } from 'node:crypto';
import { imageCount, imageSize, type ImageSet } from '../../images.ts';

/** A sentence about test images that are among the training images, pixel for pixel; none if none is. */
export function noteOnShared(train: ImageSet, test: ImageSet): string[] {
  const trained = new Set(digests(train));
  const shared = digests(test).filter((digest) => trained.has(digest)).length;
  if (shared === 0) return [];
  const all = imageCount(test).toLocaleString('en');
  return [
    `${shared.toLocaleString('en')} of ${all} test images ${shared === 1 ? 'is' : 'are'} also among the training images, pixel for pixel, which makes what is measured on the test look better than it is.`,
  ];
}

function digests({ shape, pixels, labels }: ImageSet): string[] {
  const size = imageSize(shape);
  return Array.from(labels, (_, i) =>
    hash('sha256', pixels.subarray(i * size, (i + 1) * size), 'base64'),
  );
}
