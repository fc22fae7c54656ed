/** Members of a tar archive, packed with gzip or not, read into memory; nothing is unpacked to disk. */
import { parseTar } from 'nanotar';
import { InputError } from '../errors.ts';
import { contentChunks } from './content.ts';

/**
 * Content of each file by its name without folders.
 *
 * @param most bytes that the archive may have, inflated; what has more is no archive of this kind
 * @throws InputError where the file cannot be read, is too large or not an archive
 */
export async function readTar(path: string, most: number): Promise<Map<string, Uint8Array>> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of contentChunks(path)) {
    bytes += chunk.length;
    if (bytes > most) {
      throw new InputError(
        `${path} inflates to more than the ${most.toLocaleString('en')} bytes that are expected at most; fetch or copy it again.`,
      );
    }
    chunks.push(chunk);
  }
  // An array of its own: nanotar reads all of the memory that a Buffer may be a part of.
  const archive = new Uint8Array(bytes);
  let at = 0;
  for (const chunk of chunks) {
    archive.set(chunk, at);
    at += chunk.length;
  }
  return membersOf(archive, path);
}

/** A block of a tar file, and the marks that stand in the header of every member. */
const BLOCK = 512;
const MARK = { at: 257, text: 'ustar' } as const;

function membersOf(archive: Uint8Array, path: string): Map<string, Uint8Array> {
  const marked = Buffer.from(archive.subarray(MARK.at, MARK.at + MARK.text.length)).toString(
    'latin1',
  );
  if (archive.length < BLOCK || marked !== MARK.text) {
    throw new InputError(`${path} is not a tar archive; fetch or copy it again.`);
  }
  const files = new Map<string, Uint8Array>();
  for (const { name, type, size = 0, data } of parse(archive, path)) {
    if (type !== 'file' || !data) continue;
    if (data.length !== size) {
      throw new InputError(`${path} ends within ${name}; fetch or copy it again.`);
    }
    files.set(name.split('/').at(-1) ?? name, data);
  }
  return files;
}

function parse(archive: Uint8Array, path: string) {
  try {
    return parseTar(archive);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new InputError(`${path} is not a whole tar archive (${reason}); fetch or copy it again.`);
  }
}
