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
export interface Splits extends Readonly<Record<Split, readonly number[]>> {
  /** Whether the dataset does not name both. */
  readonly heldOut: boolean;
}

/**
 * Images whose split is named go there. Where not both splits are named, a tenth is held out, of each
 * class in proportion. Both are shuffled, since files come class by class and the first are mapped.
 *
 * @param labels one class index an image
 * @param named one an image
 */
export function assignSplits(labels: ArrayLike<number>, named: readonly (Split | null)[]): Splits {
  const order = [...permutation(labels.length, seededRandom(SEED, 'order of own images'))];
  const forTest = order.filter((i) => named[i] === 'test');
  // A single split, whatever its name, is all that there is.
  const heldOut = forTest.length === 0 || forTest.length === order.length;
  const test = new Set(heldOut ? heldOutOf(candidates(order, named), labels) : forTest);
  return {
    train: order.filter((i) => !test.has(i)),
    test: order.filter((i) => test.has(i)),
    heldOut,
  };
}

/** Images that are not named for training, where there are enough of them. */
function candidates(order: readonly number[], named: readonly (Split | null)[]) {
  const unnamed = order.filter((i) => named[i] === null);
  return unnamed.length < LEAST_TEST ? order : unnamed;
}

/** Of every class in proportion. */
function heldOutOf(order: readonly number[], labels: ArrayLike<number>): number[] {
  const byClass = [...order].sort((a, b) => labels[a] - labels[b]);
  const count = Math.min(
    byClass.length,
    Math.max(LEAST_TEST, Math.round(byClass.length / TRAIN_AND_TEST)),
  );
  return evenlySpaced(byClass, count);
}
