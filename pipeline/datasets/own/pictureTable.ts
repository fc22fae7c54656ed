/**
 * A table in CSV that lists pictures: a path a row, from the folder of the table, and if it has more
 * columns, the name of a class and which split the picture is of. A first row may name the columns.
 * Between cells there are commas, semicolons (as Excel writes where a comma is in decimals) or tabs.
 */
import { stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { InputError } from '../../errors.ts';
import type { Skipped } from '../../images.ts';
import { type ListedPicture, type Listing, splitNamed } from './listing.ts';
import { pictureNames } from './pictureNames.ts';
import { shortened } from './shortened.ts';
import { type Columns, namedColumns, PATHS_ARE_CALLED, USUAL } from './tableColumns.ts';
import { readRows } from './tableRows.ts';
import { whyUnreadable } from './unreadable.ts';

/** @throws InputError where the table is too large, has no row or no paths, or the text is no table */
export async function listTable(path: string): Promise<Listing> {
  const rows = await readRows(path);
  if (rows.length === 0) throw new InputError(`${path} is empty; expected a row for each picture.`);
  const folder = dirname(path);
  const named = (await namesAFile(rows[0], folder)) ? null : namedColumns(rows[0], path);
  const body = named ? rows.slice(1) : rows;
  const columns = named?.columns ?? USUAL;
  const names = pictureNames(
    body.map((row) => cellOf(row, columns.file)),
    resolve(folder),
  );
  const listed = await Promise.all(
    body.map((row, i) => pictureOf(row, names[i], { columns, folder })),
  );
  const pictures = listed.filter((entry): entry is ListedPicture => 'path' in entry);
  if (!named && pictures.length === 0) {
    throw new InputError(
      `${path} is text, but no table of pictures: it names no column ${PATHS_ARE_CALLED}, and no row begins with the path of a file; expected a row for each picture, as cats/1.png,cat.`,
    );
  }
  const skipped = listed.filter((entry): entry is Skipped => 'reason' in entry);
  return { pictures, skipped, emptyFolders: [], notes: named?.note ? [named.note] : [] };
}

/** Then it is a row as the others are, whatever else is in it. */
async function namesAFile(row: readonly string[], folder: string): Promise<boolean> {
  const found = await Promise.all(
    row.map(async (cell) => {
      const entry = await stat(resolve(folder, cell.trim())).catch(() => null);
      return entry?.isFile() ?? false;
    }),
  );
  return found.includes(true);
}

/** @param file what the picture is called */
async function pictureOf(
  row: readonly string[],
  file: string,
  { columns, folder }: { readonly columns: Columns; readonly folder: string },
): Promise<ListedPicture | Skipped> {
  const [label, named] = [cellOf(row, columns.label), cellOf(row, columns.split)];
  const skipped = (what: string, reason: string): Skipped => ({
    file: shortened(what),
    reason: shortened(reason),
  });
  if (file === '') return skipped(`(row: ${row.join(',')})`, 'the row names no file');
  const split = splitNamed(named);
  if (named !== '' && split === null) {
    return skipped(file, `split "${named}"; expected train or test`);
  }
  const path = resolve(folder, cellOf(row, columns.file));
  try {
    const entry = await stat(path);
    if (!entry.isFile()) return skipped(file, 'not a regular file');
  } catch (error) {
    return skipped(file, whyUnreadable(error));
  }
  return { path, file, label: label === '' ? null : label, split };
}

function cellOf(row: readonly string[], column: number): string {
  return (row[column] ?? '').trim();
}
