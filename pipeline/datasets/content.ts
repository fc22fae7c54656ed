/**
 * The content of a file, whether it lies there as it is or packed with gzip: told by its first two
 * bytes, since a name proves nothing. Streams, so that a small file that inflates to a huge one
 * (a "gzip bomb") costs its reader no more memory than the reader is ready to take.
 */
import { createHash } from 'node:crypto';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { InputError } from '../errors.ts';

/** Deflate packs at most 1032 bytes into one (zlib, "Technical Details": Maximum Compression Factor). */
const MAX_DEFLATE_RATIO = 1032;

const CHUNK_BYTES = 1 << 20;

/** Failures of the file system that the person can put right, in words. */
const FILE_PROBLEMS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'a part of its path is not a folder',
  EACCES: 'permission is denied',
  EISDIR: 'it is a folder where a file was expected',
};

/** Failures of the inflater, in words. */
const GZIP_PROBLEMS: Readonly<Record<string, string>> = {
  Z_BUF_ERROR: 'is a truncated gzip file: it ends before its packed content does',
  Z_DATA_ERROR: 'is a damaged gzip file: its packed content cannot be restored',
};

/**
 * An upper bound on the number of bytes that {@link contentChunks} can give for a file, known
 * before anything is inflated.
 *
 * @throws InputError where the file cannot be read
 */
export async function contentBound(path: string): Promise<number> {
  const { handle, gzip, bytes } = await openFile(path);
  await handle.close();
  return gzip ? bytes * MAX_DEFLATE_RATIO : bytes;
}

/**
 * The content of a file, inflated if it is gzip, in chunks of up to 1 MiB.
 *
 * @throws InputError where the file cannot be read, or is not whole and sound gzip and nothing else
 */
export async function* contentChunks(path: string): AsyncGenerator<Buffer> {
  const { handle, gzip, bytes } = await openFile(path);
  const file = handle.createReadStream({ start: 0, highWaterMark: CHUNK_BYTES });
  if (!gzip) {
    yield* file as AsyncIterable<Buffer>;
    return;
  }
  const inflater = createGunzip({ chunkSize: CHUNK_BYTES });
  try {
    // The callback is empty because the iteration throws the same error.
    yield* pipeline(file, inflater, () => undefined) as AsyncIterable<Buffer>;
  } catch (error) {
    throw inWords(error, path);
  }
  // The inflater stops without a word where a zero follows what it unpacked.
  if (inflater.bytesWritten < bytes) {
    throw new InputError(
      `${path} is too long: its packed content ends ${bytes - inflater.bytesWritten} bytes before the file; fetch or copy it again.`,
    );
  }
}

/** A file as it lies there. */
async function* rawChunks(path: string): AsyncGenerator<Buffer> {
  const { handle } = await openFile(path);
  yield* handle.createReadStream({ start: 0, highWaterMark: CHUNK_BYTES }) as AsyncIterable<Buffer>;
}

/** What the content of a published file is known by, whichever way it is packed. */
export interface Published {
  /** Hexadecimal. */
  readonly sha256: string;
  readonly bytes: number;
  /** Where both are of the file as it lies there, not of what it inflates to. */
  readonly packed?: true;
}

/** Whether a file is there, sound, and has the given content; stops where it gets too long. */
export async function hasContent(path: string, expected: Published): Promise<boolean> {
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    for await (const chunk of expected.packed ? rawChunks(path) : contentChunks(path)) {
      bytes += chunk.length;
      if (bytes > expected.bytes) return false;
      hash.update(chunk);
    }
  } catch (error) {
    if (error instanceof InputError) return false;
    throw error;
  }
  return hash.digest('hex') === expected.sha256;
}

interface OpenFile {
  readonly handle: FileHandle;
  readonly gzip: boolean;
  /** Length of the file as it lies there. */
  readonly bytes: number;
}

/** The caller closes the handle. */
async function openFile(path: string): Promise<OpenFile> {
  let handle: FileHandle | undefined;
  try {
    await checkKind(path);
    handle = await open(path);
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    const gzip = bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
    return { handle, gzip, bytes: (await handle.stat()).size };
  } catch (error) {
    await handle?.close();
    throw inWords(error, path);
  }
}

/** To open a pipe is to wait for whoever writes to it. */
async function checkKind(path: string): Promise<void> {
  const entry = await stat(path);
  if (entry.isFile() || entry.isDirectory()) return;
  throw new InputError(`Cannot read ${path}: it is a pipe or a device, no regular file.`);
}

/** The same failure as an InputError, or as it was where the person cannot put it right. */
function inWords(error: unknown, path: string): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code in FILE_PROBLEMS) return new InputError(`Cannot read ${path}: ${FILE_PROBLEMS[code]}.`);
  if (code in GZIP_PROBLEMS) {
    return new InputError(`${path} ${GZIP_PROBLEMS[code]}; fetch or copy it again.`);
  }
  return error;
}
