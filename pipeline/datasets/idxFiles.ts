/** The four files of a dataset in IDX format: what they are called, and where they lie. */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Terms } from '../images.ts';
import type { Published } from './content.ts';

/** What each file holds, and its name in MNIST. */
const FILE_NAMES = {
  trainImages: 'train-images-idx3-ubyte',
  trainLabels: 'train-labels-idx1-ubyte',
  testImages: 't10k-images-idx3-ubyte',
  testLabels: 't10k-labels-idx1-ubyte',
} as const;

export type Role = keyof typeof FILE_NAMES;

export const ROLES = Object.keys(FILE_NAMES) as Role[];

/** A dataset that is published as four IDX files. */
export interface IdxDescription {
  /** Short name, also that of its folder in the cache. */
  readonly name: string;
  /** Name for people. */
  readonly title: string;
  /** Name of each class; a label is an index into it. */
  readonly classNames: readonly string[];
  readonly terms?: Terms;
  /** Where the files may lie below a data folder, first choice first; `.` is the folder itself. */
  readonly folders: readonly string[];
  /** Addresses of folders with the gzip files, each ending in a slash, first choice first. */
  readonly mirrors: readonly string[];
  /** The published content of each file, inflated. */
  readonly files: Readonly<Record<Role, Published>>;
}

/** Paths of the four files. */
export type IdxPaths = Readonly<Record<Role, string>>;

/** What a folder holds of the four files. */
export interface FoundFiles {
  readonly folder: string;
  readonly paths: Partial<IdxPaths>;
}

/** Looks for the four files in a folder, packed or not, under each of their usual spellings. */
export async function findFiles(folder: string): Promise<FoundFiles> {
  const paths: Partial<Record<Role, string>> = {};
  for (const role of ROLES) {
    const path = await findFile(folder, FILE_NAMES[role]);
    if (path !== null) paths[role] = path;
  }
  return { folder, paths };
}

/** The paths of all four files, or null where one is missing. */
export function allPaths({ paths }: FoundFiles): IdxPaths | null {
  return ROLES.every((role) => paths[role] !== undefined) ? (paths as IdxPaths) : null;
}

/** The file of images and that of their labels. */
export interface IdxPair {
  readonly images: string;
  readonly labels: string;
}

/** The pairs among found files; null where one of both is missing. */
export function idxPairs({ paths }: FoundFiles): Record<'train' | 'test', IdxPair | null> {
  const pair = (images: string | undefined, labels: string | undefined) =>
    images === undefined || labels === undefined ? null : { images, labels };
  return {
    train: pair(paths.trainImages, paths.trainLabels),
    test: pair(paths.testImages, paths.testLabels),
  };
}

/** Name under which a file is published. */
export function packedName(role: Role): string {
  return `${FILE_NAMES[role]}.gz`;
}

async function findFile(folder: string, name: string): Promise<string | null> {
  const dotted = name.replace('-idx', '.idx');
  for (const spelling of [`${name}.gz`, name, `${dotted}.gz`, dotted]) {
    const path = join(folder, spelling);
    if (await isFile(path)) return path;
  }
  return null;
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isFile() ?? false;
}
