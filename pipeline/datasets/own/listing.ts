/** What the files of a person's dataset are listed as, before any of them is decoded. */
import type { Skipped } from '../../images.ts';

export type Split = 'train' | 'test';

/** One picture to decode. */
export interface ListedPicture {
  readonly path: string;
  /** Path as people know it: from the folder or the table of the dataset, with `/`. */
  readonly file: string;
  /** Name of its class; null where it has none. */
  readonly label: string | null;
  /** Null where the dataset does not say. */
  readonly split: Split | null;
}

export interface Listing {
  readonly pictures: readonly ListedPicture[];
  readonly skipped: readonly Skipped[];
  /** Sentences the person should see. */
  readonly notes: readonly string[];
  /** Folders that would be classes and hold no file. */
  readonly emptyFolders: readonly string[];
}

const SPLIT_NAMES: ReadonlyMap<string, Split> = new Map([
  ['train', 'train'],
  ['training', 'train'],
  ['test', 'test'],
  ['testing', 'test'],
  ['val', 'test'],
  ['valid', 'test'],
  ['validation', 'test'],
]);

/** Which split a folder, a column's value or an array is of by its name; null where of none. */
export function splitNamed(name: string): Split | null {
  return SPLIT_NAMES.get(name.toLowerCase()) ?? null;
}

/** How many files those are, as the beginning of a sentence. */
export function passedOver({ length }: readonly Skipped[]): string {
  return `${length === 1 ? '1 file was' : `${length.toLocaleString('en')} files were`} passed over`;
}
