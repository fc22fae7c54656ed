/**
 * Parquet files, written one row group after the other: what is held is a page of one column, however
 * large the file becomes.
 * Format: https://parquet.apache.org/docs/file-format/
 */
import {
  asyncBufferFromFile,
  parquetMetadataAsync,
  type ColumnChunk,
  type FileMetaData,
  type RowGroup,
} from 'hyparquet';
import { ByteWriter, ParquetWriter, type SchemaElement } from 'hyparquet-writer';
import { writeColumn } from 'hyparquet-writer/src/column.js';
import { InputError } from '../errors.ts';
import type { FileWriter } from './fileWriter.ts';

export interface ParquetColumn {
  readonly name: string;
  readonly type: 'int32' | 'float32' | 'string';
  /** Whether rows may be without a value; a list always has all of its. */
  readonly nullable?: boolean;
  /** Of lists: how many numbers each row has. */
  readonly width?: number;
}

/** Of a column: one value a row; of lists `width`, row by row. */
export type ColumnValues = Int32Array | Float32Array | readonly (string | null)[];

/**
 * Read by all, and by default what DuckDB, pyarrow and Spark write. Latents of digits, whose margins are
 * alike, take 0.70 of their bytes (with gzip 0.59, which is slower to read and differs between versions of
 * Node).
 */
const CODEC = 'SNAPPY';
/** Bytes of a page before compression. */
const PAGE_SIZE = 1 << 20;
/** Bytes that are gathered before they are written. */
const GATHERED = 1 << 20;
/** Begins a file, and ends it after the length of what tells of the row groups. */
const MAGIC = 'PAR1';
const LENGTH_BYTES = 4;

export class ParquetFile {
  private readonly sink: Sink;
  private readonly parquet: ParquetWriter;

  /**
   * @param file which is the caller's to discard where something fails
   * @param facts the file's key-value metadata
   * @param createdBy application and version, as `caelum version 0.1.0`
   */
  constructor(
    file: FileWriter,
    private readonly columns: readonly ParquetColumn[],
    facts: Readonly<Record<string, string>>,
    createdBy: string,
  ) {
    this.sink = new Sink(file);
    this.parquet = new ParquetWriter({
      writer: this.sink,
      schema: [{ name: 'schema', num_children: columns.length }, ...columns.flatMap(elements)],
      kvMetadata: Object.entries(facts).map(([key, value]) => ({ key, value })),
      createdBy,
    });
  }

  /**
   * Writes a row group.
   *
   * @param values of each column, in the order of the columns
   */
  append(rows: number, values: readonly ColumnValues[]): void {
    if (rows === 0) return;
    const start = this.sink.offset;
    const chunks = this.columns.map((column, c) => this.writeChunk(column, rows, values[c]));
    const size = chunks.reduce(
      (sum, { meta_data }) => sum + meta_data!.total_uncompressed_size,
      0n,
    );
    this.parquet.row_groups.push({
      columns: chunks,
      num_rows: BigInt(rows),
      total_byte_size: size,
      total_compressed_size: BigInt(this.sink.offset - start),
    });
    this.parquet.num_rows += BigInt(rows);
  }

  /**
   * Appends the row groups of a file that this class wrote with the same columns, byte by byte.
   *
   * @param pieces all bytes of that file
   * @throws InputError where it is no whole Parquet file, before anything is appended
   */
  async appendFile(path: string, pieces: AsyncIterable<Uint8Array>): Promise<void> {
    const { end, row_groups, num_rows } = await storedGroups(path);
    const start = MAGIC.length;
    const moved = BigInt(this.sink.offset - start);
    let at = 0;
    for await (const piece of pieces) {
      this.sink.appendBytes(piece.subarray(Math.max(0, start - at), Math.max(0, end - at)));
      at += piece.length;
    }
    for (const group of row_groups) this.parquet.row_groups.push(movedGroup(group, moved));
    this.parquet.num_rows += num_rows;
  }

  /** Writes what tells of the row groups, without which there is no reading the file. */
  finish(): void {
    void this.parquet.finish(); // at once, since the sink is
  }

  /**
   * ParquetWriter.write would take lists as arrays of arrays and walk through them value by value, in six
   * times the time; the levels of lists of one width are known.
   */
  private writeChunk(column: ParquetColumn, rows: number, values: ColumnValues) {
    const { name, width } = column;
    if (values.length !== rows * (width ?? 1)) {
      throw new Error(`${name} has ${values.length} values for ${rows} rows of ${width ?? 1}`);
    }
    const schemaPath = [this.parquet.schema[0], ...elements(column)];
    const { chunk } = writeColumn({
      writer: this.sink,
      column: {
        columnName: name,
        element: schemaPath[schemaPath.length - 1],
        schemaPath,
        codec: CODEC,
        compressors: { [CODEC]: this.parquet.compressors[CODEC] },
        pageSize: PAGE_SIZE,
        // Of a place in a list there is nothing to be told by the smallest and largest of all.
        stats: width === undefined,
        columnIndex: false,
        offsetIndex: false,
        // Else the library chooses between this and a dictionary.
        ...(width !== undefined && { encoding: 'PLAIN' }),
      },
      pageData: { values: values as Float32Array | string[], ...levels(column, values) },
    });
    // Readers do not give it, and row groups that are appended from files should be told of in the same bytes.
    const statistics: object | undefined = chunk.meta_data?.statistics;
    if (statistics) Reflect.deleteProperty(statistics, 'nan_count');
    return chunk;
  }
}

type PageData = Parameters<typeof writeColumn>[0]['pageData'];

const TYPES = {
  int32: { type: 'INT32' },
  float32: { type: 'FLOAT' },
  string: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
} as const satisfies Record<ParquetColumn['type'], Partial<SchemaElement>>;

/** The column's part of the schema, from its root to its leaf. */
function elements({ name, type, nullable = false, width }: ParquetColumn): SchemaElement[] {
  const leaf = TYPES[type];
  if (width === undefined) {
    return [{ name, ...leaf, repetition_type: nullable ? 'OPTIONAL' : 'REQUIRED' }];
  }
  return [
    { name, repetition_type: 'REQUIRED', converted_type: 'LIST', num_children: 1 },
    { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
    { name: 'element', ...leaf, repetition_type: 'REQUIRED' },
  ];
}

/** Dremel's levels: which values are there (definition), and which go on with a list (repetition). */
function levels(
  { nullable = false, width }: ParquetColumn,
  values: ArrayLike<unknown>,
): Omit<PageData, 'values'> {
  const count = values.length;
  if (width !== undefined) {
    const repetitionLevels = new Uint8Array(count).fill(1);
    for (let n = 0; n < count; n += width) repetitionLevels[n] = 0;
    return {
      definitionLevels: numbers(new Uint8Array(count).fill(1)),
      repetitionLevels: numbers(repetitionLevels),
      maxDefinitionLevel: 1,
    };
  }
  return {
    definitionLevels: nullable ? Array.from(values, (value) => Number(value !== null)) : [],
    repetitionLevels: [],
    maxDefinitionLevel: Number(nullable),
  };
}

/** What tells of the row groups of a file, and at which byte it begins, which is where they end. */
async function storedGroups(path: string): Promise<FileMetaData & { readonly end: number }> {
  const file = await asyncBufferFromFile(path);
  try {
    const metadata = await parquetMetadataAsync(file);
    const end = file.byteLength - metadata.metadata_length - LENGTH_BYTES - MAGIC.length;
    return { ...metadata, end };
  } catch (error) {
    throw new InputError(
      `${path} is cut short or damaged (${(error as Error).message}); run what wrote it again.`,
    );
  }
}

/** What tells of a row group, once that is so many bytes further into a file. */
function movedGroup(group: RowGroup, bytes: bigint): RowGroup {
  return { ...group, columns: group.columns.map((chunk) => movedChunk(chunk, bytes)) };
}

function movedChunk({ meta_data: data, ...chunk }: ColumnChunk, bytes: bigint): ColumnChunk {
  const file_offset = chunk.file_offset + bytes;
  if (data === undefined) return { ...chunk, file_offset };
  const data_page_offset = data.data_page_offset + bytes;
  const moved = { ...data, data_page_offset };
  if (data.dictionary_page_offset !== undefined) {
    moved.dictionary_page_offset = data.dictionary_page_offset + bytes;
  }
  return { ...chunk, file_offset, meta_data: moved };
}

/** An eighth of what an array would take; the library only indexes and slices them. */
function numbers(bytes: Uint8Array): number[] {
  return bytes as unknown as number[];
}

/** Hands on to the file what the library writes, once there is enough of it. */
class Sink extends ByteWriter {
  constructor(private readonly file: FileWriter) {
    super(2 * GATHERED);
  }

  override ensure(size: number): void {
    if (this.index >= GATHERED) this.drain();
    super.ensure(size);
  }

  override finish(): void {
    this.drain();
  }

  private drain(): void {
    this.file.append(this.getBytes());
    this.index = 0;
  }
}
