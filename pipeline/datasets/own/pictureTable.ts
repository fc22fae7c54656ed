/**
 * A table in CSV that lists pictures: a path a row, from the folder of the table, and if it has more
 * columns, the name of a class and which split the picture is of. A first row may name the columns.
 */
import { readFile, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { csvParseRows } from 'd3-dsv';
import { InputError } from '../../errors.ts';
import type { Skipped } from '../../images.ts';
import { type ListedPicture, type Listing, splitNamed } from './listing.ts';
import { type Columns, namedColumns, USUAL } from './tableColumns.ts';
import { whyUnreadable } from './unreadable.ts';

/** A table of paths has fewer bytes. */
const MOST_BYTES = 2 ** 28;

/** @throws InputError where the table is too large, or has no row or no paths */
export async function listTable(path: string): Promise<Listing> {
  const { size } = await stat(path);
  if (size > MOST_BYTES) {
    throw new InputError(
      `${path} has ${size.toLocaleString('en')} bytes; expected a table of paths, of ${MOST_BYTES.toLocaleString('en')} at most.`,
    );
  }
  const rows = csvParseRows((await readFile(path, 'utf8')).replace(/^\uFEFF/, '')).filter((row) =>
    row.some((cell) => cell.trim() !== ''),
  );
  if (rows.length === 0) throw new InputError(`${path} is empty; expected a row for each picture.`);
  const folder = dirname(path);
  const named = (await namesAFile(rows[0], folder)) ? null : namedColumns(rows[0], path);
  const body = named ? rows.slice(1) : rows;
  const columns = named?.columns ?? USUAL;
  const listed = await Promise.all(body.map((row) => pictureOf(row, columns, folder)));
  return {
    pictures: listed.filter((entry): entry is ListedPicture => 'path' in entry),
    skipped: listed.filter((entry): entry is Skipped => 'reason' in entry),
    notes: named?.note ? [named.note] : [],
  };
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

async function pictureOf(
  row: readonly string[],
  columns: Columns,
  folder: string,
): Promise<ListedPicture | Skipped> {
  const cell = (column: keyof Columns) => (row[columns[column]] ?? '').trim();
  const [file, label, named] = [cell('file'), cell('label'), cell('split')];
  if (file === '') return { file: `(row: ${row.join(',')})`, reason: 'the row names no file' };
  const split = splitNamed(named);
  if (named !== '' && split === null) {
    return { file, reason: `split "${named}"; expected train or test` };
  }
  const path = resolve(folder, file);
  try {
    const entry = await stat(path);
    if (!entry.isFile()) return { file, reason: 'not a regular file' };
  } catch (error) {
    return { file, reason: whyUnreadable(error) };
  }
  return { path, file, label: label === '' ? null : label, split };
}
