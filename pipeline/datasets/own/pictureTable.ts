/**
 * A table in CSV that lists pictures: a path a row, from the folder of the table, and if it has more
 * columns, the name of a class and which split the picture is of. A first row may name the columns.
 * Between cells there are commas, semicolons (as Excel writes where a comma is in decimals) or tabs.
 */
import { readFile, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { dsvFormat } from 'd3-dsv';
import { InputError } from '../../errors.ts';
import type { Skipped } from '../../images.ts';
import { type ListedPicture, type Listing, splitNamed } from './listing.ts';
import { whyUnreadable } from './unreadable.ts';

/** What the columns may be called. */
const NAMES = {
  file: ['path', 'file', 'filename', 'filepath', 'image', 'picture'],
  label: ['label', 'class', 'category', 'target'],
  split: ['split', 'set', 'subset'],
} as const;

type Column = keyof typeof NAMES;

/** Index of each column; −1 where there is none. */
type Columns = Readonly<Record<Column, number>>;

/** What may stand between cells. */
const DELIMITERS = [',', ';', '\t'];

/** A table of paths has fewer bytes. */
const MOST_BYTES = 2 ** 28;

/** @throws InputError where the table is too large, has no row or no paths, or the text is no table */
export async function listTable(path: string): Promise<Listing> {
  const { size } = await stat(path);
  if (size > MOST_BYTES) {
    throw new InputError(
      `${path} has ${size.toLocaleString('en')} bytes; expected a table of paths, of ${MOST_BYTES.toLocaleString('en')} at most.`,
    );
  }
  const rows = rowsOf((await readFile(path, 'utf8')).replace(/^\uFEFF/, ''));
  const { columns, body, named } = columnsOf(rows, path);
  const listed = await Promise.all(body.map((row) => pictureOf(row, columns, dirname(path))));
  const pictures = listed.filter((entry): entry is ListedPicture => 'path' in entry);
  if (!named && pictures.length === 0) {
    throw new InputError(
      `${path} is text, but no table of pictures: it names no column ${NAMES.file.join(', ')}, and no row begins with the path of a file; expected a row for each picture, as cats/1.png,cat.`,
    );
  }
  const skipped = listed.filter((entry): entry is Skipped => 'reason' in entry);
  return { pictures, skipped, emptyFolders: [] };
}

/** Rows that hold something, in cells. */
function rowsOf(text: string): string[][] {
  const [head] = /.*\S.*/.exec(text) ?? [''];
  const columns = (delimiter: string) => dsvFormat(delimiter).parseRows(head)[0]?.length ?? 0;
  const delimiter = DELIMITERS.reduce((best, each) =>
    columns(each) > columns(best) ? each : best,
  );
  return dsvFormat(delimiter)
    .parseRows(text)
    .filter((row) => row.some((cell) => cell.trim() !== ''));
}

function columnsOf(rows: readonly string[][], path: string) {
  if (rows.length === 0) throw new InputError(`${path} is empty; expected a row for each picture.`);
  const [head, ...body] = rows;
  const words = head.map((cell) => cell.trim().toLowerCase());
  const called = (column: Column) =>
    words.findIndex((word) => (NAMES[column] as readonly string[]).includes(word));
  const columns = { file: called('file'), label: called('label'), split: called('split') };
  if (columns.file >= 0) return { columns, body, named: true };
  if (columns.label >= 0 || columns.split >= 0) {
    throw new InputError(
      `${path} has the columns ${head.join(', ')}; expected one of paths that is called ${NAMES.file.join(', ')}.`,
    );
  }
  return { columns: { file: 0, label: 1, split: 2 }, body: rows, named: false };
}

async function pictureOf(
  row: readonly string[],
  columns: Columns,
  folder: string,
): Promise<ListedPicture | Skipped> {
  const cell = (column: Column) => (row[columns[column]] ?? '').trim();
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
