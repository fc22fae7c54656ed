/** The text of a table, packed with gzip or not. */
import { InputError } from '../../errors.ts';
import { contentChunks } from '../content.ts';

/** A table of paths has fewer bytes. */
const MOST_BYTES = 2 ** 28;

/** @throws InputError where it is too large, or not in UTF-8 */
export async function readTableText(path: string): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of contentChunks(path)) {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) {
      throw new InputError(
        `${path} has more than ${MOST_BYTES.toLocaleString('en')} bytes; expected a table of paths, of that many at most.`,
      );
    }
    chunks.push(chunk);
  }
  try {
    // Takes a byte order mark away.
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    throw notUtf8(path);
  }
}

export function notUtf8(path: string): InputError {
  return new InputError(
    `${path} is a text in another encoding than UTF-8, in which tables are expected; save it as UTF-8.`,
  );
}
