/** `rerun.csv`: one row an image with its id and where it lies. */
import { csvFormatRows, csvParseRows } from 'd3-dsv';
import { InputError } from '../errors.ts';

const COLUMNS = ['id', 'x', 'y'];

export interface Rerun {
  /** Ids of the images, N. */
  readonly ids: Int32Array;
  /** N × 2: x and y. */
  readonly positions: Float32Array;
}

export function encodeRerun({ ids, positions }: Rerun): string {
  const rows = Array.from(ids, (id, i) => [id, positions[2 * i], positions[2 * i + 1]].map(String));
  return `${csvFormatRows([COLUMNS, ...rows])}\n`;
}

/** @throws InputError where the file is none of these */
export function decodeRerun(text: string, path: string): Rerun {
  const [columns = [], ...rows] = csvParseRows(text);
  if (columns.join() !== COLUMNS.join()) {
    throw new InputError(
      `${path} should have the columns ${COLUMNS.join()}, it has ${columns.join()}.`,
    );
  }
  return {
    ids: Int32Array.from(rows, ([id]) => Number(id)),
    positions: Float32Array.from(rows.flatMap(([, x, y]) => [Number(x), Number(y)])),
  };
}
