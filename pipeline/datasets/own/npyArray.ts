/** A NumPy array read as it streams by, value after value, whatever it is packed in. */
import { InputError } from '../../errors.ts';
import { MOST_HEADER_BYTES, readNpyHeader, type NpyHeader } from './npyHeader.ts';

/** Where the bytes of an array come from; can be read more than once. */
export interface ArrayContent {
  /** Names it in errors. */
  readonly name: string;
  readonly chunks: () => AsyncIterable<Buffer>;
}

type Read = (bytes: DataView, at: number, littleEndian: boolean) => number;

/** Types of numbers: bytes of a value, and how one is read. */
const NUMBERS: Readonly<Record<string, { readonly bytes: number; readonly read: Read }>> = {
  b1: { bytes: 1, read: (view, at) => view.getUint8(at) },
  u1: { bytes: 1, read: (view, at) => view.getUint8(at) },
  i1: { bytes: 1, read: (view, at) => view.getInt8(at) },
  u2: { bytes: 2, read: (view, at, little) => view.getUint16(at, little) },
  i2: { bytes: 2, read: (view, at, little) => view.getInt16(at, little) },
  u4: { bytes: 4, read: (view, at, little) => view.getUint32(at, little) },
  i4: { bytes: 4, read: (view, at, little) => view.getInt32(at, little) },
  u8: { bytes: 8, read: (view, at, little) => Number(view.getBigUint64(at, little)) },
  i8: { bytes: 8, read: (view, at, little) => Number(view.getBigInt64(at, little)) },
  f2: { bytes: 2, read: (view, at, little) => halfFloat(view.getUint16(at, little)) },
  f4: { bytes: 4, read: (view, at, little) => view.getFloat32(at, little) },
  f8: { bytes: 8, read: (view, at, little) => view.getFloat64(at, little) },
};

/** IEEE 754 binary16: a sign, 5 bits of exponent, 10 of fraction. */
function halfFloat(bits: number): number {
  const sign = bits >> 15 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = (bits & 1023) / 1024;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  if (exponent === 0) return sign * fraction * 2 ** -14;
  return sign * (1 + fraction) * 2 ** (exponent - 15);
}

/** @throws InputError where the content is no usable array */
export async function npyHeader(content: ArrayContent): Promise<NpyHeader> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of content.chunks()) {
    parts.push(chunk);
    bytes += chunk.length;
    if (bytes >= MOST_HEADER_BYTES) break;
  }
  return readNpyHeader(Buffer.concat(parts), content.name);
}

/** Bytes of a value: a number, or a text of fixed length. */
export function valueBytes(dtype: string): number {
  if (isNumeric(dtype)) return NUMBERS[dtype].bytes;
  return Number(dtype.slice(1)) * (dtype.startsWith('U') ? 4 : 1);
}

/** Whether values of a type are numbers. */
export function isNumeric(dtype: string): boolean {
  return dtype in NUMBERS;
}

/**
 * Gives every number in its order to `take`, until that returns false.
 *
 * @throws InputError where the content is cut short or too long for its header
 */
export async function eachNumber(
  content: ArrayContent,
  header: NpyHeader,
  take: (value: number, index: number) => unknown,
): Promise<void> {
  const { bytes, read } = NUMBERS[header.dtype];
  let index = 0;
  for await (const values of wholeValues(content, header, bytes)) {
    const view = new DataView(values.buffer, values.byteOffset, values.length);
    for (let at = 0; at < values.length; at += bytes) {
      if (take(read(view, at, !header.bigEndian), index++) === false) return;
    }
  }
}

/** Texts of fixed length, `U` of code points and `S` of bytes. */
export async function readTexts(content: ArrayContent, header: NpyHeader): Promise<string[]> {
  const unicode = header.dtype.startsWith('U');
  const length = valueBytes(header.dtype);
  const texts: string[] = [];
  if (length === 0) return new Array<string>(elements(header)).fill('');
  for await (const values of wholeValues(content, header, length)) {
    for (let at = 0; at < values.length; at += length) {
      const text = values.subarray(at, at + length);
      texts.push(unicode ? codePoints(text, header.bigEndian) : text.toString('utf8'));
    }
  }
  return texts.map((text) => text.replace(/\0+$/, ''));
}

function codePoints(bytes: Buffer, bigEndian: boolean): string {
  const points: number[] = [];
  for (let at = 0; at < bytes.length; at += 4) {
    const point = bigEndian ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at);
    points.push(point <= 0x10ffff ? point : 0xfffd);
  }
  return String.fromCodePoint(...points);
}

/** Number of values. */
export function elements({ shape }: NpyHeader): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** The values as their bytes, in pieces that end where a value ends. */
async function* wholeValues(
  { name, chunks }: ArrayContent,
  header: NpyHeader,
  valueBytes: number,
): AsyncGenerator<Buffer> {
  const expected = elements(header) * valueBytes;
  let toSkip = header.start;
  let given = 0;
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks()) {
    const skipped = Math.min(toSkip, chunk.length);
    toSkip -= skipped;
    rest =
      rest.length === 0 ? chunk.subarray(skipped) : Buffer.concat([rest, chunk.subarray(skipped)]);
    if (given + rest.length > expected) {
      throw new InputError(
        `${name} is too long: it goes on after the ${expected.toLocaleString('en')} bytes that its header promises; make or copy it again.`,
      );
    }
    const whole = rest.length - (rest.length % valueBytes);
    if (whole > 0) yield rest.subarray(0, whole);
    given += whole;
    rest = rest.subarray(whole);
  }
  if (given < expected) {
    throw new InputError(
      `${name} is truncated: its header promises ${expected.toLocaleString('en')} bytes, but only ${(given + rest.length).toLocaleString('en')} follow; make or copy it again.`,
    );
  }
}
