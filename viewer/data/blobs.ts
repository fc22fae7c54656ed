import crc32 from 'crc-32';
import { gunzipSync } from 'fflate';
import { decodeBase85 } from './base85.ts';

/** Something in the file itself is wrong; the message is for the person who opened it. */
export class PageError extends Error {
  override name = 'PageError';
}

/** Gives the text of the element with this id, or null where the page has none. */
export type ReadText = (id: string) => string | null;

/** The text of one part of the page. */
export function textOf(read: ReadText, id: string): string {
  const text = read(id);
  if (text === null) {
    throw new PageError(
      `The part "${id}" is missing: the file seems to be cut short. Copy or download it again.`,
    );
  }
  return text;
}

/**
 * The bytes behind a text of gzip in base 85.
 *
 * By a small library and not by the browser's DecompressionStream, which is no faster here (0.2 s
 * for the 17 MB of the runtime either way) and missing in some browsers that run all the rest.
 */
export function inflate(text: string, id: string): Uint8Array {
  try {
    const packed = decodeBase85(text);
    const bytes = gunzipSync(packed);
    // The library reads past most changes of a byte.
    if (crc32.buf(bytes) !== storedChecksum(packed)) throw new Error('another checksum');
    return bytes;
  } catch {
    throw new PageError(
      `The part "${id}" is damaged: the file seems to be cut short or changed. Copy or download it again.`,
    );
  }
}

/** CRC-32 of what is packed, from the end of a gzip file (RFC 1952, section 2.3). */
function storedChecksum(packed: Uint8Array): number {
  const { buffer, byteOffset, length } = packed;
  return new DataView(buffer, byteOffset, length).getInt32(length - 8, true);
}
