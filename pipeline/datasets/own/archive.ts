/**
 * The arrays of a .npz file, which is a zip archive of .npy files; nothing is unpacked to disk, and
 * nothing at all that nobody reads.
 */
import { crc32 } from 'node:zlib';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { InputError } from '../../errors.ts';
import type { ArrayContent } from './npyArray.ts';

/** Arrays by their name in the archive, without `.npy`. */
export type Arrays = ReadonlyMap<string, ArrayContent>;

/**
 * Gives `read` the arrays, which can be read until its promise is settled.
 *
 * @throws InputError where the file is no sound archive, at the latest at the end of an array of it
 */
export async function withArchive<T>(
  path: string,
  read: (arrays: Arrays) => Promise<T>,
): Promise<T> {
  // Names are kept as they are, since nothing is written where they lead.
  const options = { lazyEntries: true, autoClose: false, decodeStrings: false };
  const archive = await inWords(path, openPromise(path, options));
  try {
    return await read(await inWords(path, arraysOf(archive, path)));
  } finally {
    archive.close();
  }
}

async function arraysOf(archive: ZipFile, path: string): Promise<Arrays> {
  const arrays = new Map<string, ArrayContent>();
  for await (const entry of archive.eachEntry()) {
    const file = entry.fileNameRaw.toString('utf8');
    if (!file.endsWith('.npy')) continue;
    const name = `${file} in ${path}`;
    const chunks = () => inflated(archive, entry, { name, path });
    arrays.set(file.slice(0, -'.npy'.length), { name, chunks });
  }
  return arrays;
}

/** The content of a file of the archive, whose checksum is looked at after the last chunk. */
async function* inflated(
  archive: ZipFile,
  entry: Entry,
  { name, path }: { readonly name: string; readonly path: string },
): AsyncGenerator<Buffer> {
  const stream = await inWords(path, archive.openReadStreamPromise(entry));
  let checksum = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      checksum = crc32(chunk, checksum);
      yield chunk;
    }
  } catch (error) {
    throw unsound(path, error);
  }
  if (checksum === entry.crc32) return;
  throw new InputError(`${name} is damaged: its checksum is another; make or copy it again.`);
}

async function inWords<T>(path: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw unsound(path, error);
  }
}

function unsound(path: string, error: unknown): InputError {
  const reason = error instanceof Error ? error.message : String(error);
  return new InputError(`${path} is not a sound .npz archive (${reason}); make or copy it again.`);
}
