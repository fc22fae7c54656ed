/** Which images train and which test, and in which order: the same every time for the same images. */
import { evenlySpaced } from '../../evenlySpaced.ts';
import { permutation, seededRandom } from '../../random.ts';
import type { Split } from './listing.ts';

/** Fixed, so that the splits are the same whatever the seed of a run. */
const SEED = 1;

/** One image in so many is held out where the dataset names no test images. */
const TRAIN_AND_TEST = 10;

/** A test split of fewer cannot tell images apart. */
const LEAST_TEST = 2;

/** Indices of images. */
export type Splits = Readonly<Record<Split, readonly number[]>>;

/**
 * Images whose split is named go there. Where not both splits are named, a tenth is held out, of each
 * class in proportion. Both are shuffled, since files come class by class and the first are mapped.
 *
 * @param labels one class index an image
 * @param named one an image
 */
export function assignSplits(labels: ArrayLike<number>, named: readonly (Split | null)[]): Splits {
  const order = [...permutation(labels.length, seededRandom(SEED, 'order of own images'))];
  const test = new Set(testImages(order, labels, named));
  return { train: order.filter((i) => !test.has(i)), test: order.filter((i) => test.has(i)) };
}

function testImages(
  order: readonly number[],
  labels: ArrayLike<number>,
  named: readonly (Split | null)[],
): readonly number[] {
  const forTest = order.filter((i) => named[i] === 'test');
  // A single split, whatever its name, is all that there is.
  if (forTest.length > 0 && forTest.length < order.length) return forTest;
  const unnamed = order.filter((i) => named[i] === null);
  return heldOut(unnamed.length < LEAST_TEST ? order : unnamed, labels);
}

/** Of every class in proportion. */
function heldOut(order: readonly number[], labels: ArrayLike<number>): number[] {
  const byClass = [...order].sort((a, b) => labels[a] - labels[b]);
  const count = Math.min(
    byClass.length,
    Math.max(LEAST_TEST, Math.round(byClass.length / TRAIN_AND_TEST)),
  );
  return evenlySpaced(byClass, count);
}
