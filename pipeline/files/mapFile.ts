/**
 * `map.csv` and `placed.csv`: one row an image with its id and class index, then for each map where it
 * lies there. The columns of the first map have plain names, those of the others begin with the map's.
 */
import { csvFormatRows, csvParseRows } from 'd3-dsv';
import { InputError } from '../errors.ts';

/** The points of one map. */
export interface StoredMap {
  /** Such as `tsne`. */
  readonly name: string;
  /** N × 2: x and y. */
  readonly positions: Float32Array;
  /** N: 0 where the point's neighbourhood is whole, 1 where it is torn as far as can be. */
  readonly distortion: Float32Array;
}

/** Points that were placed on a map of others. */
export interface PlacedMap extends StoredMap {
  /** N: spread of the neighbours on the map around the point, in units of the map. */
  readonly uncertainty: Float32Array;
}

const COMMON = ['id', 'label'];
const MAPPED = ['x', 'y', 'distortion'];
const PLACED = [...MAPPED, 'uncertainty'];

/**
 * @param maps at least one, of as many points as there are labels
 * @param labels one class index a point
 */
export function encodeMaps(maps: readonly StoredMap[], labels: Int32Array): string {
  const lines = rows(maps, labels, 0, ({ positions, distortion }, i) => [
    positions[2 * i],
    positions[2 * i + 1],
    distortion[i],
  ]);
  return (
    headLine(
      MAPPED,
      maps.map(({ name }) => name),
    ) + lines
  );
}

/** @param firstId of the points, whose ids follow those of the map */
export function encodePlaced(
  maps: readonly PlacedMap[],
  labels: Int32Array,
  firstId: number,
): string {
  return placedHead(maps.map(({ name }) => name)) + placedRows(maps, labels, firstId);
}

/** The first line of `placed.csv`. */
export function placedHead(names: readonly string[]): string {
  return headLine(PLACED, names);
}

/** Lines of `placed.csv`, as in {@link encodePlaced}. */
export function placedRows(
  maps: readonly PlacedMap[],
  labels: Int32Array,
  firstId: number,
): string {
  return rows(maps, labels, firstId, ({ positions, distortion, uncertainty }, i) => [
    positions[2 * i],
    positions[2 * i + 1],
    distortion[i],
    uncertainty[i],
  ]);
}

/**
 * @param names of the maps, in their order
 * @throws InputError where the file does not hold these maps
 */
export function decodeMaps(text: string, path: string, names: readonly string[]): StoredMap[] {
  return decode(MAPPED, text, path, names).map(([x, y, distortion], m) => {
    return { name: names[m], positions: interleave(x, y), distortion };
  });
}

/** As {@link decodeMaps}, for placed points. */
export function decodePlaced(text: string, path: string, names: readonly string[]): PlacedMap[] {
  return decode(PLACED, text, path, names).map(([x, y, distortion, uncertainty], m) => {
    return { name: names[m], positions: interleave(x, y), distortion, uncertainty };
  });
}

function header(fields: readonly string[], names: readonly string[]): string[] {
  const columns = names.map((name, m) =>
    fields.map((field) => (m === 0 ? field : `${name}_${field}`)),
  );
  return [...COMMON, ...columns.flat()];
}

function headLine(fields: readonly string[], names: readonly string[]): string {
  return `${csvFormatRows([header(fields, names)])}\n`;
}

/** @param values of point i on a map, one a field */
function rows<Map extends StoredMap>(
  maps: readonly Map[],
  labels: Int32Array,
  firstId: number,
  values: (map: Map, i: number) => readonly number[],
): string {
  const lines = Array.from(labels, (label, i) =>
    [firstId + i, label, ...maps.flatMap((map) => values(map, i))].map(String),
  );
  return lines.length === 0 ? '' : `${csvFormatRows(lines)}\n`;
}

/** The columns of each map, one a field. */
function decode(
  fields: readonly string[],
  text: string,
  path: string,
  names: readonly string[],
): Float32Array[][] {
  const [columns = [], ...rows] = csvParseRows(text);
  const expected = header(fields, names);
  if (columns.join() !== expected.join()) {
    throw new InputError(
      `${path} should have the columns ${expected.join()}, it has ${columns.join()}.`,
    );
  }
  return names.map((_, m) =>
    fields.map((_, f) => {
      const column = COMMON.length + m * fields.length + f;
      return Float32Array.from(rows, (row) => Number(row[column]));
    }),
  );
}

function interleave(x: Float32Array, y: Float32Array): Float32Array {
  return Float32Array.from({ length: 2 * x.length }, (_, n) => (n % 2 === 0 ? x : y)[n >> 1]);
}
