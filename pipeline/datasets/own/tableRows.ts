/** The rows of a table, packed with gzip or not. */
import { dsvFormat } from 'd3-dsv';
import { InputError } from '../../errors.ts';
import { contentChunks } from '../content.ts';

/** What may stand between cells. */
const DELIMITERS = [',', ';', '\t'];

/** A table of paths has fewer bytes. */
const MOST_BYTES = 2 ** 28;

/**
 * Rows that hold something, in cells.
 *
 * @throws InputError where the table is too large, or not in UTF-8
 */
export async function readRows(path: string): Promise<string[][]> {
  const text = await readText(path);
  const [head] = /.*\S.*/.exec(text) ?? [''];
  const columns = (delimiter: string) => dsvFormat(delimiter).parseRows(head)[0]?.length ?? 0;
  const delimiter = DELIMITERS.reduce((best, each) =>
    columns(each) > columns(best) ? each : best,
  );
  return dsvFormat(delimiter)
    .parseRows(text)
    .filter((row) => row.some((cell) => cell.trim() !== ''));
}

async function readText(path: string): Promise<string> {
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
