/** Keeps one class from training, to see whether the models find its images strange. */
import { closest, distance } from 'fastest-levenshtein';
import { InputError } from '../errors.ts';
import { pickImages, type Dataset } from '../images.ts';

/**
 * The dataset without the training images of a class; its test images stay.
 *
 * @param wanted name of a class, or else its index
 * @throws InputError for an unknown class, and where fewer than two training images would be left
 */
export function leaveOutClass(dataset: Dataset, wanted: string): Dataset {
  const { train, title, classNames, source } = dataset;
  const leftOut = classIndex(dataset, wanted);
  const kept = Uint32Array.from(train.labels.keys()).filter((i) => train.labels[i] !== leftOut);
  if (kept.length < 2) {
    throw new InputError(
      `--leave-out ${wanted} leaves ${kept.length} of ${train.labels.length} training images of ${title}; ` +
        'at least 2 are needed. Leave out another class, or train on more images.',
    );
  }
  return {
    ...dataset,
    train: pickImages(train, kept),
    source: `${source}; class ${classNames[leftOut]} left out of training`,
    leftOut,
  };
}

function classIndex({ title, classNames }: Dataset, wanted: string): number {
  const named = classNames.indexOf(wanted);
  if (named >= 0) return named;
  if (/^\d+$/.test(wanted) && Number(wanted) < classNames.length) return Number(wanted);
  const nearest = closest(wanted, classNames);
  const near = distance(wanted, nearest) <= nearest.length / 2;
  throw new InputError(
    `--leave-out ${wanted}: ${title} has no such class` +
      (near ? `; did you mean ${nearest}?` : '.') +
      ` Its classes are ${classNames.join(', ')} (or 0 to ${classNames.length - 1}, in this order).`,
  );
}
