/** The one door to all datasets: finds the loader by name, and checks what it gives. */
import { readdir } from 'node:fs/promises';
import { closest, distance } from 'fastest-levenshtein';
import { InputError } from '../errors.ts';
import { type Dataset, firstImages, imageSize, type ImageSet } from '../images.ts';
import { loadCifar10 } from './cifar10.ts';
import { loadFashionMnist } from './fashionMnist.ts';
import { loadMnist } from './mnist.ts';
import type { DatasetRequest, Loader } from './request.ts';

/** Every dataset: its name on the command line and its loader, one file and one line each. */
const LOADERS: ReadonlyMap<string, Loader> = new Map([
  ['mnist', loadMnist],
  ['fashion-mnist', loadFashionMnist],
  ['cifar10', loadCifar10],
]);

/** Names that `loadDataset` knows. */
export const DATASET_NAMES: readonly string[] = [...LOADERS.keys()];

/** They in words: `a, b or c`. */
export const DATASET_CHOICE = new Intl.ListFormat('en-GB', { type: 'disjunction' }).format(
  DATASET_NAMES,
);

export interface LoadOptions extends DatasetRequest {
  /** Name of a dataset. */
  readonly dataset: string;
  /**
   * For a quick try: only the first so many images of each split, at least 1; null for all. The
   * test split is cut too, since it is run through after every epoch and laid out on the map.
   */
  readonly limit: number | null;
}

/**
 * Loads a dataset by name.
 *
 * @throws InputError for an unknown name, unusable files, and images that nothing can be learned
 *   from because they are all the same
 */
export async function loadDataset(options: LoadOptions): Promise<Dataset> {
  const loader = LOADERS.get(options.dataset) ?? unknown(options.dataset);
  if (options.dataDir !== null) await checkFolder(options.dataDir);
  const dataset = await loader(options);
  checkVaried(dataset.train, 'training', dataset);
  checkVaried(dataset.test, 'test', dataset);
  const limit = options.limit ?? Infinity;
  return {
    ...dataset,
    source:
      options.limit === null
        ? dataset.source
        : `${dataset.source}; the first ${limit.toLocaleString('en')} of each split`,
    train: firstImages(dataset.train, limit),
    test: firstImages(dataset.test, limit),
  };
}

function unknown(name: string): never {
  const nearest = closest(name, DATASET_NAMES);
  const near = distance(name, nearest) <= nearest.length / 2;
  const guess = near ? `; did you mean ${nearest}?` : '';
  throw new InputError(`Unknown dataset "${name}" (expected ${DATASET_CHOICE})${guess || '.'}`);
}

async function checkFolder(dataDir: string): Promise<void> {
  try {
    await readdir(dataDir);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') {
      throw new InputError(
        `--data-dir ${dataDir} does not exist; make the folder first, or name the one that holds the data files.`,
      );
    }
    throw new InputError(
      `--data-dir ${dataDir} cannot be read as a folder (${message}); name a folder that holds data files, or a new one.`,
    );
  }
}

function checkVaried({ shape, pixels, labels }: ImageSet, split: string, dataset: Dataset): void {
  const size = imageSize(shape);
  const first = pixels.subarray(0, size);
  for (let from = size; from < pixels.length; from += size) {
    if (Buffer.compare(first, pixels.subarray(from, from + size)) !== 0) return;
  }
  if (labels.length < 2) {
    throw new InputError(
      `${dataset.title} (${dataset.source}) has ${labels.length} ${split} image; expected at least two that differ.`,
    );
  }
  throw new InputError(
    `The ${labels.length} ${split} images of ${dataset.title} (${dataset.source}) are all the same; expected at least two that differ.`,
  );
}
