/** Images that are read a block at a time, in an order that never changes. */
import { NO_CLASS } from '../../contract.ts';
import { InputError } from '../../errors.ts';
import type { ImageSet, ImageShape, Terms } from '../../images.ts';

export interface ImageSource {
  /** Name for people. */
  readonly title: string;
  /** Where the images came from, one phrase. */
  readonly origin: string;
  /** Number of images, at least 1. */
  readonly count: number;
  readonly shape: ImageShape;
  /** What tells these images from others, 64 hexadecimal digits. */
  readonly fingerprint: string;
  /** Not there for images that are the person's own. */
  readonly terms?: Terms;
  /** A sentence that the person should see; null if none. */
  readonly notice: string | null;
  /**
   * Images `from` to `to` (exclusive). Labels are indices into the class names of the run that they are
   * placed onto; −1: none.
   */
  readonly read: (from: number, to: number) => Promise<ImageSet>;
  /**
   * Looks at what of these images is quick to look at, so that nobody works for hours before it fails.
   *
   * @throws InputError where one of them has a label that the run has no class for
   */
  readonly checkLabels: (from: number, to: number) => Promise<void>;
}

/**
 * Turns names of classes into indices of the run's classes.
 *
 * @param names null, or `-1` where no class is called so: an image without a label
 * @throws InputError where the run has no such class
 */
export function labelsAmong(
  classNames: readonly string[],
  names: readonly (string | null)[],
): Int32Array {
  const indices = new Map(classNames.map((name, i) => [name, i]));
  return Int32Array.from(names, (name) => {
    if (name === null) return NO_CLASS;
    const index = indices.get(name);
    if (index !== undefined) return index;
    if (name === String(NO_CLASS)) return NO_CLASS;
    throw new InputError(
      `There are images of class "${name}", and the run has the classes ${classNames.slice(0, 20).join(', ')}${classNames.length > 20 ? ', …' : ''}; give them those names, or no labels.`,
    );
  });
}
