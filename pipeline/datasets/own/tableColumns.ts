/** Which column of a table of pictures holds what: by their names, or in the usual order. */
import { basename } from 'node:path';
import { InputError } from '../../errors.ts';
import { shortened } from './shortened.ts';

/** What the columns may be called. */
const NAMES = {
  file: ['path', 'file', 'filename', 'filepath', 'image', 'picture'],
  label: ['label', 'class', 'category', 'target'],
  split: ['split', 'set', 'subset'],
} as const;

/** In words. */
export const PATHS_ARE_CALLED = NAMES.file.join(', ');

type Column = keyof typeof NAMES;

/** Index of each column; −1 where there is none. */
export type Columns = Readonly<Record<Column, number>>;

/** Columns without names. */
export const USUAL: Columns = { file: 0, label: 1, split: 2 };

export interface NamedColumns {
  readonly columns: Columns;
  /** What the person should know of them; null if nothing. */
  readonly note: string | null;
}

/**
 * The columns by the first row of a table, or null where it does not name them.
 *
 * @throws InputError where it names some, and none of paths
 */
export function namedColumns(head: readonly string[], table: string): NamedColumns | null {
  const words = head.map((cell) => cell.trim().toLowerCase());
  const called = (column: Column) =>
    words.findIndex((word) => (NAMES[column] as readonly string[]).includes(word));
  const columns = { file: called('file'), label: called('label'), split: called('split') };
  if (columns.file >= 0)
    return columns.label >= 0 ? { columns, note: null } : label(columns, head, table);
  if (columns.label < 0 && columns.split < 0) return null;
  throw new InputError(
    `${table} has the columns ${shortened(head.join(', '))}; expected one of paths that is called ${PATHS_ARE_CALLED}.`,
  );
}

/** Classes under another name: where one column is left, it can be nothing else. */
function label(columns: Columns, head: readonly string[], table: string): NamedColumns {
  const taken = [columns.file, columns.split];
  const others = [...head.keys()].filter((i) => !taken.includes(i) && head[i].trim() !== '');
  if (others.length === 0) return { columns, note: null };
  const names = shortened(others.map((i) => head[i].trim()).join(', '));
  if (others.length === 1) {
    return {
      columns: { ...columns, label: others[0] },
      note: `The column ${names} of ${basename(table)} is taken for the classes.`,
    };
  }
  return {
    columns,
    note: `None of the columns ${names} of ${basename(table)} is called ${NAMES.label.join(', ')}, so that there are no classes.`,
  };
}
