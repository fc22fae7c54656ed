/**
 * Pictures in a folder. Its sub-folders are classes, however deep the files lie in them; or, where
 * they are called `train` and `test` (or `val`), splits, and their sub-folders classes.
 */
import { readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Skipped } from '../../images.ts';
import { type ListedPicture, type Listing, splitNamed } from './listing.ts';
import { whyUnreadable } from './unreadable.ts';

export async function listFolder(folder: string): Promise<Listing> {
  const found = new Found();
  await walk(folder, [], new Set(), found);
  const inSplits = hasSplits(found.files);
  const pictures = found.files.map((parts): ListedPicture => {
    const [split, ...rest] = inSplits
      ? [splitNamed(parts[0]), ...parts.slice(1)]
      : [null, ...parts];
    return {
      path: join(folder, ...parts),
      file: parts.join('/'),
      label: rest.length > 1 ? rest[0] : null,
      split,
    };
  });
  return {
    pictures,
    skipped: found.skipped,
    emptyFolders: found.empty.map((parts) => parts.join('/')),
  };
}

/** Paths from the folder, in parts. */
class Found {
  readonly files: string[][] = [];
  readonly empty: string[][] = [];
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
  // `.DS_Store`, `.git`, `.ipynb_checkpoints`: nobody means these.
  const meant = names.filter((name) => !name.startsWith('.'));
  if (meant.length === 0 && parts.length > 0) found.empty.push([...parts]);
  for (const name of meant) {
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

/** Whether the files lie in folders for training and for test, and nowhere else. */
function hasSplits(files: readonly (readonly string[])[]): boolean {
  const splits = files.map((parts) => (parts.length > 1 ? splitNamed(parts[0]) : null));
  return splits.includes('train') && splits.includes('test') && !splits.includes(null);
}
