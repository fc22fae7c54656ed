/** The arrays of a .npz file, which is a zip archive of .npy files; nothing is unpacked to disk. */
import { readFile, stat } from 'node:fs/promises';
import { unzipSync, type UnzipFileInfo } from 'fflate';
import { InputError } from '../../errors.ts';
import type { ArrayContent } from './npyArray.ts';

/** Bytes of an archive and of what it inflates to. */
const MOST_BYTES = 2 ** 31 - 1;

/**
 * Arrays by their name in the archive, without `.npy`.
 *
 * @throws InputError where the file is too large, or no sound archive
 */
export async function readArchive(path: string): Promise<ReadonlyMap<string, ArrayContent>> {
  const { size } = await stat(path);
  checkSize(size, path);
  const files = unzip(await readFile(path), path);
  const arrays = Object.entries(files).map(([file, bytes]) => {
    const key = file.slice(0, -'.npy'.length);
    const chunks = () => ({
      // eslint-disable-next-line @typescript-eslint/require-await -- what streams from files waits
      async *[Symbol.asyncIterator]() {
        yield Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
      },
    });
    return [key, { name: `${file} in ${path}`, chunks }] as const;
  });
  return new Map(arrays);
}

function unzip(archive: Uint8Array, path: string): Record<string, Uint8Array> {
  let inflated = 0;
  const filter = ({ name, originalSize }: UnzipFileInfo) => {
    if (!name.endsWith('.npy')) return false;
    inflated += originalSize;
    checkSize(inflated, path);
    return true;
  };
  try {
    return unzipSync(archive, { filter });
  } catch (error) {
    if (error instanceof InputError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new InputError(`${path} is not a sound .npz archive (${reason}); make or copy it again.`);
  }
}

function checkSize(bytes: number, path: string): void {
  if (bytes <= MOST_BYTES) return;
  throw new InputError(
    `${path} holds ${bytes.toLocaleString('en')} bytes, and ${MOST_BYTES.toLocaleString('en')} at most can be unpacked; save its arrays as .npy files.`,
  );
}
