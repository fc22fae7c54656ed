/**
 * `points.parquet`: all that is known of each image in one table, a row an image, for DuckDB, pandas, Spark
 * and the like; written block by block, however many there are.
 */
import { METADATA_PREFIX } from '../../exporter/onnx.ts';
import { count } from '../../exporter/shapes.ts';
import type { FileWriter } from './fileWriter.ts';
import { VERSION } from './manifest.ts';
import { ParquetFile } from './parquetFile.ts';
import {
  pointColumns,
  type PointBlock,
  type PointColumn,
  type PointsForm,
} from './pointColumns.ts';

/** Row groups of 32 MiB of latents: large ones are read fast, and Parquet's readers work on several at once. */
const GROUP_NUMBERS = (32 << 20) / 4;
/** More rows do not make reading faster. */
const MOST_ROWS = 100_000;

/** Rows of a row group, so that it has a good size. */
export function rowsPerGroup(latentShape: readonly number[]): number {
  return Math.min(MOST_ROWS, Math.max(1, Math.floor(GROUP_NUMBERS / count(latentShape))));
}

export class PointsFile {
  private readonly columns: readonly PointColumn[];
  private readonly parquet: ParquetFile;
  private readonly groupRows: number;

  /** @param facts about the run, by short key; stored as `io.github.caelum.KEY` */
  constructor(
    private readonly file: FileWriter,
    form: PointsForm,
    facts: Readonly<Record<string, string>>,
  ) {
    this.columns = pointColumns(form);
    this.groupRows = rowsPerGroup(form.latentShape);
    const described = this.columns.map(({ name, title, unit, range }) => {
      return { name, title, unit, range };
    });
    const all = {
      ...facts,
      latent_shape: JSON.stringify(form.latentShape),
      class_names: JSON.stringify(form.classNames),
      columns: JSON.stringify(described),
    };
    const keyed = Object.entries(all).map(([key, value]) => [`${METADATA_PREFIX}.${key}`, value]);
    this.parquet = new ParquetFile(
      file,
      this.columns,
      Object.fromEntries(keyed) as Record<string, string>,
      `caelum version ${VERSION}`,
    );
  }

  /**
   * Writes a block as row groups; nothing of it is held after.
   *
   * @param onRows called with how many rows of it are written
   */
  append(block: PointBlock, onRows: (count: number) => void = () => undefined): void {
    const total = block.labels.length;
    for (let from = 0; from < total; from += this.groupRows) {
      const to = Math.min(total, from + this.groupRows);
      const rows = rowsOf(block, from, to);
      const values = this.columns.map((column) => column.values(rows));
      this.parquet.append(to - from, values);
      onRows(to);
    }
  }

  /**
   * Appends the rows of a file of the same form, as they are.
   *
   * @param pieces all bytes of that file
   * @throws InputError where it is no whole Parquet file, before anything is appended
   */
  async appendFile(path: string, pieces: AsyncIterable<Uint8Array>): Promise<void> {
    await this.parquet.appendFile(path, pieces);
  }

  /** @returns SHA-256 of the file */
  finish(): string {
    this.parquet.finish();
    return this.file.finish();
  }
}

/** Some of the rows of a block; shares memory with it. */
function rowsOf(block: PointBlock, from: number, to: number): PointBlock {
  const count = block.labels.length;
  const part = <Values extends Float32Array | Int32Array>(values: Values) => {
    const width = values.length / count;
    return values.subarray(from * width, to * width) as Values;
  };
  return {
    firstId: block.firstId + from,
    split: block.split,
    labels: part(block.labels),
    files: block.files?.slice(from, to) ?? null,
    latents: part(block.latents),
    maps: block.maps.map(({ positions, distortion, uncertainty }) => ({
      positions: part(positions),
      distortion: part(distortion),
      uncertainty: uncertainty && part(uncertainty),
    })),
    errors: part(block.errors),
    neighbours: part(block.neighbours),
  };
}
