/**
 * NumPy's array files, version 1.0, little-endian and row-major.
 * Format: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
import { InputError } from '../errors.ts';

export interface NpyArray {
  readonly shape: readonly number[];
  readonly data: Float32Array | Int32Array;
}

const MAGIC = Buffer.from('\x93NUMPY\x01\x00', 'latin1');
/** Magic, version and the two bytes of the header's length. */
const PREAMBLE = MAGIC.length + 2;
/** The data starts at a multiple of this. */
const ALIGNMENT = 64;

export function encodeNpy({ shape, data }: NpyArray): Buffer {
  return Buffer.concat([
    npyHead(data instanceof Float32Array ? '<f4' : '<i4', shape),
    bytesOf(data),
  ]);
}

/** The bytes behind an array; typed arrays are little-endian on every machine that Node runs on. */
export function bytesOf(data: NpyArray['data']): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

/** What comes before the values in a file. */
export function npyHead(dtype: '<f4' | '<i4' | '|u1', shape: readonly number[]): Buffer {
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const header = `{'descr': '${dtype}', 'fortran_order': False, 'shape': ${tuple}, }`;
  const length = Math.ceil((PREAMBLE + header.length + 1) / ALIGNMENT) * ALIGNMENT - PREAMBLE;
  const preamble = Buffer.alloc(PREAMBLE);
  MAGIC.copy(preamble);
  preamble.writeUInt16LE(length, MAGIC.length);
  return Buffer.concat([preamble, Buffer.from(`${header.padEnd(length - 1)}\n`, 'latin1')]);
}

/**
 * @param path named in errors
 * @throws InputError where the bytes are not such a file of float32 or int32
 */
export function decodeNpy(bytes: Buffer, path: string): NpyArray {
  const refuse = (reason: string) =>
    new InputError(`${path} is not a usable .npy file: ${reason}.`);
  if (bytes.length < PREAMBLE || !bytes.subarray(0, MAGIC.length).equals(MAGIC)) {
    throw refuse('it does not begin as NumPy arrays of version 1.0 do');
  }
  const start = PREAMBLE + bytes.readUInt16LE(MAGIC.length);
  const header = bytes.subarray(PREAMBLE, start).toString('latin1');
  const match = /'descr': '(<f4|<i4)', 'fortran_order': False, 'shape': \(([\d, ]+)\)/.exec(header);
  if (!match) throw refuse(`expected row-major float32 or int32, got ${header.trim()}`);
  const shape = match[2]
    .split(',')
    .filter((size) => size.trim())
    .map(Number);
  const size = shape.reduce((product, length) => product * length, 4);
  if (bytes.length - start !== size) {
    throw refuse(`its shape takes ${size} bytes, it has ${bytes.length - start}`);
  }
  const content = bytes.buffer.slice(bytes.byteOffset + start, bytes.byteOffset + bytes.length);
  return { shape, data: match[1] === '<f4' ? new Float32Array(content) : new Int32Array(content) };
}
