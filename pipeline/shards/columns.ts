/**
 * The files that hold a row for every placed image: written block by block, and of several shards joined
 * one after the other, neither of which takes more memory than a block.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { FILES, PLACEMENT_FILES } from '../contract.ts';
import { InputError } from '../errors.ts';
import type { FileWriter } from '../files/fileWriter.ts';
import { placedHead, placedRows } from '../files/mapFile.ts';
import { bytesOf, npyHead } from '../files/npy.ts';
import type { RunFolder } from '../files/runFolder.ts';
import { referencesNeeded } from '../tsne/placing/placeOnMap.ts';
import type { PlacedBlock } from './placeBlock.ts';
import type { Reference } from './reference.ts';

/** A file with a row for each image after a head. */
interface Column {
  readonly file: string;
  /** @param count of the rows that follow */
  readonly head: (count: number) => Buffer;
  /** @param from index of the block's first image among all */
  readonly rows: (block: PlacedBlock, from: number) => Uint8Array;
}

/** SHA-256 by name of file. */
export type Digests = Readonly<Record<string, string>>;

/** Names of the files. */
export const COLUMN_FILES: readonly string[] = [
  FILES.latents,
  FILES.labels,
  FILES.errors,
  FILES.placedNeighbours,
  FILES.placed,
];

function columnsOf({ latentShape, labels, maps }: Reference): Column[] {
  const array = (
    file: string,
    dtype: '<f4' | '<i4',
    row: readonly number[],
    values: (block: PlacedBlock) => Float32Array | Int32Array,
  ): Column => ({
    file,
    head: (count) => npyHead(dtype, [count, ...row]),
    rows: (block) => bytesOf(values(block)),
  });
  const names = maps.map(({ plan }) => plan.name);
  return [
    array(FILES.latents, '<f4', latentShape, ({ latents }) => latents),
    array(FILES.labels, '<i4', [], ({ labels }) => labels),
    array(FILES.errors, '<f4', [], ({ errors }) => errors),
    array(
      FILES.placedNeighbours,
      '<i4',
      [referencesNeeded(labels.length)],
      ({ neighbours }) => neighbours.indices,
    ),
    {
      file: FILES.placed,
      head: () => Buffer.from(placedHead(names)),
      rows: ({ maps, labels }, from) => Buffer.from(placedRows(maps, labels, from)),
    },
  ];
}

/** A part whose rows are there. */
export interface ColumnPart {
  readonly folder: RunFolder;
  readonly count: number;
  readonly files: Digests;
}

/** Writes all columns beside their places, and moves them there together. */
export class ColumnWriter {
  private readonly columns: readonly (Column & { readonly writer: FileWriter })[];

  /** @param count of all rows that will be appended */
  constructor(
    private readonly folder: RunFolder,
    reference: Reference,
    count: number,
  ) {
    this.columns = columnsOf(reference).map((column) => {
      const writer = folder.writer(column.file);
      writer.append(column.head(count));
      return { ...column, writer };
    });
  }

  /** @param from index of the block's first image among all */
  append(block: PlacedBlock, from: number): void {
    for (const { writer, rows } of this.columns) writer.append(rows(block, from));
  }

  /**
   * Appends the rows of a part.
   *
   * @param onProgress called with bytes that were read
   * @throws InputError where a file is not as it was written
   */
  async appendPart(part: ColumnPart, onProgress: (bytes: number) => void): Promise<void> {
    for (const column of this.columns) await appendFile(column.writer, column, part, onProgress);
  }

  finish(): Digests {
    // What says that the folder is whole goes first, and is written last.
    for (const name of Object.values(PLACEMENT_FILES)) this.folder.remove(name);
    return Object.fromEntries(this.columns.map(({ file, writer }) => [file, writer.finish()]));
  }

  discard(): void {
    for (const { writer } of this.columns) writer.discard();
  }
}

/** Bytes that are copied at a time. */
const PIECE = 1 << 22;

/** Copies what follows the head of a part's file, and checks all of it. */
async function appendFile(
  writer: FileWriter,
  { file, head }: Column,
  { folder, count, files }: ColumnPart,
  onProgress: (bytes: number) => void,
): Promise<void> {
  const path = folder.file(file);
  const hash = createHash('sha256');
  let toSkip = head(count).length;
  try {
    for await (const piece of createReadStream(path, { highWaterMark: PIECE })) {
      const bytes = piece as Buffer;
      hash.update(bytes);
      const skipped = Math.min(toSkip, bytes.length);
      toSkip -= skipped;
      writer.append(bytes.subarray(skipped));
      onProgress(bytes.length);
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new InputError(`${path} is missing; run that shard again.`);
  }
  if (hash.digest('hex') !== files[file]) {
    throw new InputError(`${path} is not as the shard wrote it; run that shard again.`);
  }
}
