/**
 * Pictures in a folder. Its sub-folders are classes, however deep the files lie in them; or, where
 * all are called `train`, `test` or `val`, splits, and their sub-folders classes.
 */
import { lstat, readdir, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { Skipped } from '../../images.ts';
import { type ListedPicture, type Listing, type Split, splitNamed } from './listing.ts';
import { whyNoPicture } from './pictureFormat.ts';
import { whyUnreadable } from './unreadable.ts';

export async function listFolder(folder: string): Promise<Listing> {
  const found = new Found();
  await found.under(folder);
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
  const emptyFolders = found.empty.map((parts) => parts.join('/'));
  return { pictures, skipped: found.skipped, emptyFolders, notes: [] };
}

/** All files below a folder, each once: paths from it, in parts. */
class Found {
  readonly files: string[][] = [];
  readonly empty: string[][] = [];
  readonly skipped: Skipped[] = [];
  /** Real paths of all folders so far. */
  readonly #entered = new Set<string>();
  /** Links to folders, which are followed last: a folder is of the class that it lies in. */
  readonly #links: string[][] = [];

  /** Those below one folder; called once. */
  async under(root: string): Promise<void> {
    const real = await realpath(root);
    await this.#enter(root, []);
    for (let link = this.#links.shift(); link; link = this.#links.shift()) {
      await this.#trying(link, async (parts) => {
        if (holds(await realpath(join(root, ...parts)), real)) {
          this.skip(parts, 'a link to a folder that holds the dataset');
        } else await this.#enter(root, parts);
      });
    }
  }

  skip(parts: readonly string[], reason: string): void {
    this.skipped.push({ file: parts.join('/'), reason });
  }

  /** @param parts of the path from `root` to the folder that is looked into */
  async #enter(root: string, parts: readonly string[]): Promise<void> {
    const folder = join(root, ...parts);
    const real = await realpath(folder);
    if (this.#entered.has(real)) {
      this.skip(parts, 'a link to a folder that is already taken');
      return;
    }
    this.#entered.add(real);
    // Sorted, since file systems list files in orders of their own.
    const names = (await readdir(folder)).sort();
    // `.DS_Store`, `.git`, `.ipynb_checkpoints`: nobody means these.
    const meant = names.filter((name) => !name.startsWith('.'));
    if (meant.length === 0 && parts.length > 0) this.empty.push([...parts]);
    for (const name of meant) {
      await this.#trying([...parts, name], (below) => this.#take(root, below));
    }
  }

  async #take(root: string, parts: string[]): Promise<void> {
    const path = join(root, ...parts);
    const entry = await stat(path);
    if (entry.isFile()) this.files.push(parts);
    else if (!entry.isDirectory()) this.skip(parts, 'not a regular file');
    else if ((await lstat(path)).isSymbolicLink()) this.#links.push(parts);
    else await this.#enter(root, parts);
  }

  async #trying(parts: string[], take: (parts: string[]) => Promise<void>): Promise<void> {
    try {
      await take(parts);
    } catch (error) {
      this.skip(parts, whyUnreadable(error));
    }
  }
}

/** Whether a folder lies in another; both are real paths. */
function holds(outer: string, inner: string): boolean {
  return inner.startsWith(outer.endsWith(sep) ? outer : outer + sep);
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
