/** `map.csv`: one row a point, its image's index, class index and position. */
import { csvFormatRows, csvParse } from 'd3-dsv';
import { InputError } from '../errors.ts';

const COLUMNS = ['id', 'label', 'x', 'y'] as const;

export function encodeMap(positions: Float32Array, labels: Int32Array): string {
  const rows = Array.from(labels, (label, id) => [
    String(id),
    String(label),
    String(positions[2 * id]),
    String(positions[2 * id + 1]),
  ]);
  return `${csvFormatRows([[...COLUMNS], ...rows])}\n`;
}

/**
 * Positions of the points, x and y in turn.
 *
 * @throws InputError where the file is not a map
 */
export function decodeMap(text: string, path: string): Float32Array {
  const rows = csvParse(text);
  if (rows.columns.slice(0, COLUMNS.length).join() !== COLUMNS.join()) {
    throw new InputError(
      `${path} should begin with the columns ${COLUMNS.join()}, it has ${rows.columns.join()}.`,
    );
  }
  return Float32Array.from(rows.flatMap(({ x, y }) => [Number(x), Number(y)]));
}
