import type { ImageMeasure } from './imageMeasure.ts';

export const MEAN_SQUARED_ERROR: ImageMeasure = {
  key: 'mse',
  title: 'MSE',
  unit: '1',
  range: [0, 1],
  better: 'lower',
  definition:
    'Mean squared error of the reconstruction over all pixels in [0, 1], the mean of all test images.',
  source: 'The loss that training lowers.',
  ofImage: meanSquaredError,
};

/**
 * Mean of (a − b)² over all elements.
 *
 * @param a and b of one length, at least 1
 */
export function meanSquaredError(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length || a.length === 0) {
    throw new RangeError(`mean squared error: ${a.length} numbers against ${b.length}`);
  }
  let sum = 0;
  for (let n = 0; n < a.length; n++) {
    const difference = a[n] - b[n];
    sum += difference * difference;
  }
  return sum / a.length;
}
