import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { FileWriter } from '../../pipeline/files/fileWriter.ts';
import {
  ParquetFile,
  type ColumnValues,
  type ParquetColumn,
} from '../../pipeline/files/parquetFile.ts';

const scratch = mkdtempSync(join(tmpdir(), 'caelum-'));
after(() => {
  rmSync(scratch, { recursive: true });
});

const WIDTH = 400;
const COLUMNS: readonly ParquetColumn[] = [
  { name: 'id', type: 'int32' },
  { name: 'class', type: 'string' },
  { name: 'file', type: 'string', nullable: true },
  { name: 'spread', type: 'float32', nullable: true },
  { name: 'near', type: 'int32', width: 3 },
  { name: 'latent', type: 'float32', width: WIDTH },
];

/** Rows with what a column can hold at its limits. */
function block(first: number, rows: number): ColumnValues[] {
  const special = [-0, NaN, Infinity, -Infinity, 1e-45, 3.4028234663852886e38];
  return [
    Int32Array.from({ length: rows }, (_, i) => (i === 1 ? -2147483648 : first + i)),
    Array.from({ length: rows }, (_, i) => ['eins', 'zwölf', '', '𝔷'][i % 4]),
    Array.from({ length: rows }, (_, i) => (i % 3 === 0 ? null : `a/${i}.png`)),
    first === 0 ? new Array<null>(rows).fill(null) : Float32Array.from({ length: rows }, Math.sin),
    Int32Array.from({ length: 3 * rows }, (_, n) => n ^ first),
    Float32Array.from({ length: WIDTH * rows }, (_, n) =>
      n % 97 === 0 ? special[(n / 97) % special.length] : Math.sin(n + first),
    ),
  ];
}

function rowOf(values: readonly ColumnValues[], i: number): Record<string, unknown> {
  const cells = COLUMNS.map(({ name, width }, c) => {
    const column: ArrayLike<unknown> = values[c];
    if (width === undefined) return [name, column[i]];
    return [name, Array.from({ length: width }, (_, d) => column[i * width + d])];
  });
  return Object.fromEntries(cells) as Record<string, unknown>;
}

/** Blocks of which the second takes several pages a column. */
const BLOCKS = [5, 900, 1];

function write(path: string, columns = COLUMNS): string {
  const file = new FileWriter(path);
  const parquet = new ParquetFile(file, columns, { 'a.key': 'ä value' }, 'caelum version 0');
  let first = 0;
  for (const rows of BLOCKS) {
    parquet.append(rows, block(first, rows));
    first += rows;
  }
  parquet.append(0, [[], [], [], [], [], []]);
  parquet.finish();
  return file.finish();
}

test('another library reads what was written, to the last bit', async () => {
  const path = join(scratch, 'a.parquet');
  write(path);
  const file = await asyncBufferFromFile(path);
  const rows = await parquetReadObjects({ file });
  let first = 0;
  for (const count of BLOCKS) {
    const values = block(first, count);
    for (let i = 0; i < count; i++) assert.deepEqual(rows[first + i], rowOf(values, i));
    first += count;
  }
  assert.equal(rows.length, first);
  const metadata = await parquetMetadataAsync(file);
  assert.deepEqual(
    metadata.row_groups.map(({ num_rows }) => Number(num_rows)),
    BLOCKS,
  );
  assert.deepEqual(metadata.key_value_metadata, [{ key: 'a.key', value: 'ä value' }]);
  assert.equal(metadata.created_by, 'caelum version 0');
});

test('the same rows give the same bytes', () => {
  assert.equal(write(join(scratch, 'a.parquet')), write(join(scratch, 'b.parquet')));
});

test('a row group is on the disk, but for its end, before the next one comes', () => {
  const path = join(scratch, 'large.parquet');
  const file = new FileWriter(path);
  const column = { name: 'latent', type: 'float32', width: 1000 } as const;
  const parquet = new ParquetFile(file, [column], {}, 'caelum version 0');
  const aside = `${path}.${process.pid}.part`;
  for (let group = 1; group <= 2; group++) {
    const values = Float32Array.from({ length: 1_000_000 }, Math.random);
    parquet.append(1000, [values]);
    const held = group * values.byteLength - statSync(aside).size;
    assert.ok(held < 3 << 20, `${held} bytes are held`);
  }
  file.discard();
});

test('refuses columns of other lengths, naming them', () => {
  const file = new FileWriter(join(scratch, 'uneven.parquet'));
  const parquet = new ParquetFile(file, COLUMNS, {}, 'caelum version 0');
  const values = block(0, 4);
  values[4] = values[4].slice(1);
  assert.throws(() => {
    parquet.append(4, values);
  }, /near has 11 values for 4 rows of 3/);
  file.discard();
});
