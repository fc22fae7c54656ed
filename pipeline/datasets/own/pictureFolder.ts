/**
 * Pictures in a folder. Its sub-folders are classes, however deep the files lie in them; or, where
 * all are called `train`, `test` or `val`, splits, and their sub-folders classes.
 */
import { readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Skipped } from '../../images.ts';
import { type ListedPicture, type Listing, type Split, splitNamed } from './listing.ts';
import { whyNoPicture } from './pictureFormat.ts';
import { whyUnreadable } from './unreadable.ts';

export async function listFolder(folder: string): Promise<Listing> {
  const found = new Found();
  await walk(folder, [], new Set(), found);
  const inSplits = await hasSplits(folder, found.files);
  const pictures: ListedPicture[] = [];
  for (const parts of found.files) {
    const split = inSplits ? splitOf(parts) : null;
    if (inSplits && split === null) {
      found.skip(parts, 'it lies in none of the folders for training and test');
      continue;
    }
    const rest = parts.slice(inSplits ? 1 : 0);
    const label = rest.length > 1 ? rest[0] : null;
    pictures.push({ path: join(folder, ...parts), file: parts.join('/'), label, split });
  }
  return { pictures, skipped: found.skipped, notes: [] };
}

/** Paths from the folder, in parts. */
class Found {
  readonly files: string[][] = [];
  readonly skipped: Skipped[] = [];

  skip(parts: readonly string[], reason: string): void {
    this.skipped.push({ file: parts.join('/'), reason });
  }
}

/**
 * @param parts of the path from `root` to the folder that is looked into
 * @param entered real paths of all folders so far: links may lead round in circles
 */
async function walk(
  root: string,
  parts: readonly string[],
  entered: Set<string>,
  found: Found,
): Promise<void> {
  const folder = join(root, ...parts);
  const real = await realpath(folder);
  if (entered.has(real)) {
    found.skip(parts, 'a link to a folder that is already taken');
    return;
  }
  entered.add(real);
  // Sorted, since file systems list files in orders of their own.
  const names = (await readdir(folder)).sort();
  for (const name of names) {
    // `.DS_Store`, `.git`, `.ipynb_checkpoints`: nobody means these.
    if (name.startsWith('.')) continue;
    const below = [...parts, name];
    try {
      const entry = await stat(join(folder, name));
      if (entry.isDirectory()) await walk(root, below, entered, found);
      else if (entry.isFile()) found.files.push(below);
      else found.skip(below, 'not a regular file');
    } catch (error) {
      found.skip(below, whyUnreadable(error));
    }
  }
}

/** By the folder at the top; null where the file lies in none that is named so. */
function splitOf(parts: readonly string[]): Split | null {
  return parts.length > 1 ? splitNamed(parts[0]) : null;
}

/**
 * Whether the folders at the top are for training and for test, whatever lies beside them: but for
 * folders without pictures, since a folder `train` beside `bus` holds railways.
 */
async function hasSplits(root: string, files: readonly (readonly string[])[]): Promise<boolean> {
  if (!files.some((parts) => splitOf(parts) !== null)) return false;
  for (const parts of files) {
    if (parts.length === 1 || splitOf(parts) !== null) continue;
    if (await isPicture(join(root, ...parts))) return false;
  }
  return true;
}

async function isPicture(path: string): Promise<boolean> {
  try {
    return (await whyNoPicture(path)) === null;
  } catch {
    return false;
  }
}
