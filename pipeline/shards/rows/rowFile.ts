/** A file with rows for placed images, written block by block, and of several shards one after the other. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { InputError } from '../../errors.ts';
import type { RunFolder } from '../../files/runFolder.ts';
import type { PlacedBlock } from '../placeBlock.ts';

export interface RowFile {
  readonly name: string;
  /** @param from index of the block's first image among all */
  readonly append: (block: PlacedBlock, from: number) => void;
  /**
   * Appends the rows of a part.
   *
   * @param pieces all bytes of its file
   */
  readonly appendPart: (part: RowsPart, pieces: AsyncIterable<Buffer>) => Promise<void>;
  /**
   * Moves the file to its place.
   *
   * @returns its SHA-256
   */
  readonly finish: () => string;
  /** Gives up what is not finished. */
  readonly discard: () => void;
}

/** SHA-256 by name of file. */
export type Digests = Readonly<Record<string, string>>;

/** A part whose rows are there. */
export interface RowsPart {
  readonly folder: RunFolder;
  /** Of its rows. */
  readonly count: number;
  readonly files: Digests;
}

/** Bytes that are read at a time. */
const PIECE = 1 << 22;

/**
 * A part's file, piece by piece.
 *
 * @param onBytes called with how many were read
 * @throws InputError once it turns out that the file is not there, or not as it was written
 */
export async function* piecesOf(
  { folder, files }: RowsPart,
  name: string,
  onBytes: (count: number) => void,
): AsyncGenerator<Buffer, void, undefined> {
  const path = folder.file(name);
  const hash = createHash('sha256');
  try {
    for await (const piece of createReadStream(path, { highWaterMark: PIECE })) {
      const bytes = piece as Buffer;
      hash.update(bytes);
      onBytes(bytes.length);
      yield bytes;
    }
  } catch (error) {
    throw unreadable(path, error);
  }
  if (hash.digest('hex') !== files[name]) {
    throw new InputError(`${path} is not as the shard wrote it; run that shard again.`);
  }
}

/** What to tell of a file that cannot be read; errors of writing stay as they are. */
export function unreadable(path: string, error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return new InputError(`${path} is missing; run that shard again.`);
  if (!['EISDIR', 'ELOOP', 'ENOTDIR'].includes(code ?? '')) return error;
  return new InputError(`${path} is no file that can be read (${code}); run that shard again.`);
}
