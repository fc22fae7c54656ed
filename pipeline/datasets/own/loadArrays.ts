/** Images that are kept in arrays: a .npy file, the arrays of a .npz file, or a pair of IDX files. */
import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { InputError } from '../../errors.ts';
import { imageDimensions, pickImages, type ImageSet } from '../../images.ts';
import { contentChunks } from '../content.ts';
import { readIdxSet } from '../idx.ts';
import type { IdxPair } from '../idxFiles.ts';
import { withArchive } from './archive.ts';
import { readAllPixels, readLabels, readPixels, type Pixels } from './arrayImages.ts';
import { indexClasses } from './classes.ts';
import { type Split, splitNamed } from './listing.ts';
import type { ArrayContent } from './npyArray.ts';
import type { OwnImages } from './ownImages.ts';
import { assignSplits } from './splits.ts';

/** IDX keeps labels in bytes. */
const IDX_CLASSES = 256;

/** Images of one split, or of none that has a name. */
interface Part extends Pixels {
  readonly split: Split | null;
  /** Null where there are none. */
  readonly labels: readonly string[] | null;
}

/** A .npy file of images; the file of their labels, where there is one, lies beside it. */
export async function loadNpy(path: string): Promise<OwnImages> {
  const images = await readPixels(arrayFile(path));
  const labels = await labelsBeside(path);
  return assemble([
    {
      ...images,
      split: null,
      labels: labels === null ? null : await readLabels(arrayFile(labels), countOf(images)),
    },
  ]);
}

/** The file of the labels of a .npy file of images; null where there is none. */
export async function labelsBeside(path: string): Promise<string | null> {
  return beside(path, labelNames(basename(path)));
}

/** A .npz file with one array of images, or one a split, and labels for them. */
export async function loadNpz(path: string): Promise<OwnImages> {
  return withArchive(path, async (arrays) => {
    const named = partsNamed([...arrays.keys()], path);
    const images = await readAllPixels(named.map(({ images }) => arrays.get(images)!));
    const parts = named.map(async ({ split, labels }, i): Promise<Part> => {
      const content = labels === undefined ? undefined : arrays.get(labels);
      return {
        ...images[i],
        split,
        labels: content ? await readLabels(content, countOf(images[i])) : null,
      };
    });
    return assemble(await Promise.all(parts));
  });
}

/** The arrays of each part by their names. */
interface NamedPart {
  readonly split: Split | null;
  readonly images: string;
  /** Undefined where there are none. */
  readonly labels: string | undefined;
}

/** @throws InputError where there are no images, or two arrays for the same */
function partsNamed(keys: readonly string[], path: string): NamedPart[] {
  const images = keysByPart(keys, IMAGES, path);
  const labels = keysByPart(keys, LABELS, path);
  if (images.size === 0) {
    throw new InputError(
      `${path} holds ${keys.length === 0 ? 'no arrays' : `the arrays ${keys.slice(0, 10).join(', ')}`}; expected images and labels, x_train, y_train, x_test and y_test, or train_images and so on.`,
    );
  }
  return Array.from(images, ([part, key]) => ({
    split: splitNamed(part),
    images: key,
    labels: labels.get(part),
  }));
}

/** The array of each part in one role. */
function keysByPart(keys: readonly string[], role: RegExp, path: string): Map<string, string> {
  const byPart = new Map<string, string>();
  for (const key of keys) {
    const part = partNamed(key, role);
    if (part === null) continue;
    const other = byPart.get(part);
    if (other !== undefined) {
      throw new InputError(
        `${path} holds both ${other} and ${key}; expected one of them, so save it without the other.`,
      );
    }
    byPart.set(part, key);
  }
  return byPart;
}

/** What arrays are called, be it with the name of a part before or after it: `x_train`, `val_labels`. */
const IMAGES = /^(x|images?|data|arr_0)$/i;
const LABELS = /^(y|labels?|targets?|arr_1)$/i;

/** The name of the part, '' where it has none; null for arrays that are called otherwise. */
function partNamed(key: string, role: RegExp): string | null {
  if (role.test(key)) return '';
  const words = key.split(/[_-]/);
  if (words.length !== 2) return null;
  const [first, last] = words;
  return role.test(first) ? last : role.test(last) ? first : null;
}

/** A pair of IDX files: the one of images is named, the one of labels lies beside it. */
export async function loadIdxPair(path: string): Promise<OwnImages> {
  const name = basename(path);
  const names = [name.replace('images', 'labels').replace('idx3', 'idx1')];
  const labels = await beside(path, [...names, ...names.map(otherPacking)]);
  if (labels === null || labels === path) {
    throw new InputError(
      `${path} is an IDX file of images, and the file of their labels is not beside it; expected ${names[0] === name ? 'names with "images" and "labels"' : names[0]}.`,
    );
  }
  return loadIdxPairs({ images: path, labels }, null);
}

/** @param test null where a part of the other is to be held out */
export async function loadIdxPairs(train: IdxPair, test: IdxPair | null): Promise<OwnImages> {
  const part = async ({ images, labels }: IdxPair, split: Split): Promise<Part> => {
    const set = (await readIdxSet(images, labels, IDX_CLASSES)).images;
    return { ...set, split: test && split, labels: Array.from(set.labels, String) };
  };
  return assemble([await part(train, 'train'), ...(test ? [await part(test, 'test')] : [])]);
}

function otherPacking(name: string): string {
  return name.endsWith('.gz') ? name.slice(0, -'.gz'.length) : `${name}.gz`;
}

export function arrayFile(path: string): ArrayContent {
  return { name: path, chunks: () => contentChunks(path) };
}

/** Where the labels of `images.npy` may be. */
function labelNames(name: string): string[] {
  const stem = name.replace(/\.npy(\.gz)?$/i, '');
  const packing = name.slice(stem.length);
  return [
    ...(stem.includes('images') ? [stem.replace('images', 'labels')] : []),
    `${stem}_labels`,
    `${stem}-labels`,
    'labels',
  ].map((label) => label + packing);
}

/** The first of these files that is in the same folder; null where none is. */
async function beside(path: string, names: readonly string[]): Promise<string | null> {
  const there = new Set(await readdir(dirname(path)));
  const name = names.find((name) => name !== basename(path) && there.has(name));
  return name === undefined ? null : join(dirname(path), name);
}

function countOf({ shape, pixels }: Pixels): number {
  const [channels, height, width] = imageDimensions(shape);
  return pixels.length / (channels * height * width);
}

/** All parts as one set, then in its splits. */
function assemble(parts: readonly Part[]): OwnImages {
  const [{ shape }] = parts;
  const differing = parts.find(
    (part) => String(imageDimensions(part.shape)) !== String(imageDimensions(shape)),
  );
  if (differing) {
    throw new InputError(
      `The images of ${differing.split ?? 'one array'} are ${imageDimensions(differing.shape).join(' × ')}, others ${imageDimensions(shape).join(' × ')}; expected one shape for all.`,
    );
  }
  const labelled = parts.flatMap((part): (string | null)[] =>
    part.labels ? [...part.labels] : new Array<null>(countOf(part)).fill(null),
  );
  const { classNames, labels, unlabelled } = indexClasses(labelled);
  const all: ImageSet = {
    shape,
    pixels: parts.length === 1 ? parts[0].pixels : Buffer.concat(parts.map(({ pixels }) => pixels)),
    labels,
  };
  const named = parts.flatMap((part) => new Array<Split | null>(countOf(part)).fill(part.split));
  const { train, test, heldOut } = assignSplits(labels, named);
  return {
    classNames,
    train: pickImages(all, train),
    test: pickImages(all, test),
    skipped: [],
    notes: [],
    unlabelled,
    heldOut,
    emptyFolders: [],
  };
}
