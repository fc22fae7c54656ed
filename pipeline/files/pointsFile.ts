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

/** Rows of a block, so that row groups have a good size. */
export function rowsPerBlock(latentShape: readonly number[]): number {
  return Math.min(MOST_ROWS, Math.max(1, Math.floor(GROUP_NUMBERS / count(latentShape))));
}

export class PointsFile {
  private readonly columns: readonly PointColumn[];
  private readonly parquet: ParquetFile;

  /** @param facts about the run, by short key; stored as `io.github.caelum.KEY` */
  constructor(
    private readonly file: FileWriter,
    form: PointsForm,
    facts: Readonly<Record<string, string>>,
  ) {
    this.columns = pointColumns(form);
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

  /** Writes a block as a row group; nothing of it is held after. */
  append(block: PointBlock): void {
    const values = this.columns.map((column) => column.values(block));
    this.parquet.append(block.labels.length, values);
  }

  /** @returns SHA-256 of the file */
  finish(): string {
    this.parquet.finish();
    return this.file.finish();
  }
}
