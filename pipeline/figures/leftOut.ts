import type { Dataset } from '../images.ts';

/** Sentences for a figure of images of which training has not seen all classes; none where it has. */
export function leftOutSentences({
  classNames,
  leftOut,
}: Pick<Dataset, 'classNames' | 'leftOut'>): string[] {
  return leftOut === undefined ? [] : [`Class ${classNames[leftOut]} was left out of training.`];
}

/** The classes by name, the one that was left out marked: an entry without points needs a reason. */
export function markedClassNames({
  classNames,
  leftOut,
}: Pick<Dataset, 'classNames' | 'leftOut'>): string[] {
  return classNames.map((name, c) => (c === leftOut ? `${name} (left out)` : name));
}
