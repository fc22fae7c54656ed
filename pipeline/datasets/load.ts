/** The one door to all datasets: finds the loader by name, and checks what it gives. */
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { closest, distance } from 'fastest-levenshtein';
import { InputError } from '../errors.ts';
import { type Dataset, firstImages, imageSize, type ImageSet } from '../images.ts';
import { loadCifar10 } from './cifar10.ts';
import { loadFashionMnist } from './fashionMnist.ts';
import { loadMnist } from './mnist.ts';
import { loadOwnDataset, ownName } from './own/ownDataset.ts';
import type { DatasetRequest, ImageOptions, Loader } from './request.ts';
import { reshaped } from './reshape.ts';

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

export interface LoadOptions extends DatasetRequest, ImageOptions {
  /** Name of a dataset, or the path of one's own. */
  readonly dataset: string;
}

/**
 * Loads a dataset by name, or the person's own by its path.
 *
 * @throws InputError for what is neither, unusable files, and images that nothing can be learned
 *   from because they are all the same
 */
export async function loadDataset(options: LoadOptions): Promise<Dataset> {
  const loader = LOADERS.get(options.dataset) ?? ownLoader(options);
  if (options.dataDir !== null) await checkFolder(options.dataDir);
  const dataset = await loader(options);
  checkVaried(dataset.train, 'training', dataset);
  checkVaried(dataset.test, 'test', dataset);
  return reshaped(firstOf(dataset, options.limit), options);
}

function firstOf(dataset: Dataset, limit: number | null): Dataset {
  if (limit === null) return dataset;
  return {
    ...dataset,
    source: `${dataset.source}; the first ${limit.toLocaleString('en')} of each split`,
    train: firstImages(dataset.train, limit),
    test: firstImages(dataset.test, limit),
  };
}

/**
 * Short name of a dataset for folders and files, known before anything is loaded.
 *
 * @param dataset as in {@link LoadOptions}
 */
export function datasetName(dataset: string): string {
  if (LOADERS.has(dataset)) return dataset;
  const name = ownName(dataset);
  // One's own `mnist.npy` is not MNIST.
  return LOADERS.has(name) ? `own-${name}` : name;
}

/** What the manifest tells of which images were asked for. */
export function recordedImages({
  dataset,
  limit,
  imageSize,
  grayscale,
  binarize,
}: Pick<LoadOptions, 'dataset' | keyof ImageOptions> & { readonly binarize: boolean }) {
  return {
    dataset: datasetName(dataset),
    limit,
    ...(imageSize && { imageSize: `${imageSize.width}x${imageSize.height}` }),
    ...(grayscale && { grayscale }),
    ...(binarize && { binarize }),
  };
}

function ownLoader(options: LoadOptions): Loader {
  if (!existsSync(options.dataset)) unknown(options.dataset);
  const name = datasetName(options.dataset);
  return async () => ({ ...(await loadOwnDataset(options.dataset, options)), name });
}

function unknown(name: string): never {
  const nearest = closest(name, DATASET_NAMES);
  const near = distance(name, nearest) <= nearest.length / 2;
  const guess = near ? `; did you mean ${nearest}?` : '';
  throw new InputError(
    `There is no dataset "${name}" (expected ${DATASET_CHOICE}, or the path of your own images)${guess || '.'}`,
  );
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
      `${dataset.title} (${dataset.source}) has ${labels.length} ${split} ${labels.length === 1 ? 'image' : 'images'}; expected at least two that differ.`,
    );
  }
  throw new InputError(
    `The ${labels.length} ${split} images of ${dataset.title} (${dataset.source}) are all the same; expected at least two that differ.`,
  );
}
