/**
 * The head of NumPy's array files, of any version and any type that images and labels come in.
 * Format: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
import { InputError } from '../../errors.ts';

export interface NpyHeader {
  /** NumPy's name of the type without the byte order, such as `u1`, `f4` or `U12`. */
  readonly dtype: string;
  readonly bigEndian: boolean;
  readonly shape: readonly number[];
  /** Bytes before the values. */
  readonly start: number;
}

const MAGIC = Buffer.from('\x93NUMPY', 'latin1');

/** More than any header of an array without fields has. */
export const MOST_HEADER_BYTES = 65_536;

/**
 * @param bytes the beginning of the content: all of it, or at least {@link MOST_HEADER_BYTES}
 * @throws InputError where they are not the beginning of such a file, or of one that is not row-major
 */
export function readNpyHeader(bytes: Buffer, name: string): NpyHeader {
  const refuse = (reason: string) =>
    new InputError(`${name} is not a usable .npy array: ${reason}.`);
  if (!bytes.subarray(0, MAGIC.length).equals(MAGIC)) {
    throw refuse('it does not begin as NumPy arrays do');
  }
  const version = bytes[MAGIC.length];
  // Version 1 has two bytes for the length, later ones four.
  const lengthBytes = version === 1 ? 2 : 4;
  const from = MAGIC.length + 2 + lengthBytes;
  if (bytes.length < from) throw refuse('it ends within its header');
  const length = bytes.readUIntLE(from - lengthBytes, lengthBytes);
  const start = from + length;
  if (start > bytes.length) throw refuse('it ends within its header');
  const text = bytes.subarray(from, start).toString('latin1');
  const match =
    /'descr':\s*'([<>|=])(\w+)',\s*'fortran_order':\s*(True|False)\s*,\s*'shape':\s*\(([\d,\sL]*)\)/.exec(
      text,
    );
  if (!match)
    throw refuse(`its header is ${text.trim().slice(0, 100)}; expected an array of numbers`);
  const [, order, dtype, fortran, sizes] = match;
  if (fortran === 'True') {
    throw refuse('it is stored column by column; save np.ascontiguousarray of it');
  }
  const shape = sizes
    .split(',')
    .filter((size) => size.trim() !== '')
    .map((size) => parseInt(size, 10));
  return { dtype, bigEndian: order === '>', shape, start };
}
