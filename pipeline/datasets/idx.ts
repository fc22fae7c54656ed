/**
 * Reader of IDX, the file format of MNIST: a big-endian 32-bit magic number (0x08 for unsigned
 * bytes, then the number of dimensions), one 32-bit size a dimension, then the bytes, last
 * dimension fastest. Source: "The IDX file format" on the MNIST page of LeCun, Cortes and Burges.
 *
 * Every count is checked against the file before memory is taken for it.
 */
import { createHash } from 'node:crypto';
import { InputError } from '../errors.ts';
import type { ImageSet, ImageShape } from '../images.ts';
import { contentBound, contentChunks } from './content.ts';

const MAGIC = { images: 0x0803, labels: 0x0801 } as const;

type Kind = keyof typeof MAGIC;

/** More than any set of small images needs, and less than a typed array can hold. */
const MAX_BYTES = 2 ** 31;

interface IdxArray {
  /** Sizes of the dimensions: [images, rows, columns] or [labels]. */
  readonly sizes: readonly number[];
  readonly values: Uint8Array;
  /** Of the whole content, header included, inflated: the same for every packing. Hexadecimal. */
  readonly sha256: string;
}

/** Images with their labels, and the SHA-256 of the content of the two files. */
export interface IdxSet {
  readonly images: ImageSet;
  readonly sha256: { readonly images: string; readonly labels: string };
}

/**
 * Reads a file of grey images and the file of their labels, each gzip or not.
 *
 * @param classCount labels must lie in 0 … classCount − 1
 * @throws InputError where a file is missing, is not IDX, is too short or too long for its header,
 *   holds nothing, or does not fit the other
 */
export async function readIdxSet(
  imagesPath: string,
  labelsPath: string,
  classCount: number,
): Promise<IdxSet> {
  const images = await readIdx(imagesPath, 'images');
  const labels = await readIdx(labelsPath, 'labels');
  const [count, height, width] = images.sizes;
  if (labels.sizes[0] !== count) {
    throw new InputError(
      `${labelsPath} holds ${labels.sizes[0]} labels, but ${imagesPath} holds ${count} images; expected one label an image, so check that the two files belong together.`,
    );
  }
  checkLabels(labels.values, classCount, labelsPath);
  const shape: ImageShape = { channels: 1, height, width };
  return {
    images: { shape, pixels: images.values, labels: Int32Array.from(labels.values) },
    sha256: { images: images.sha256, labels: labels.sha256 },
  };
}

async function readIdx(path: string, kind: Kind): Promise<IdxArray> {
  const bound = await contentBound(path);
  const headerBytes = kind === 'images' ? 16 : 8;
  const hash = createHash('sha256');
  let header = Buffer.alloc(0);
  let sizes: number[] = [];
  let values: Uint8Array | null = null;
  let filled = 0;
  for await (let chunk of contentChunks(path)) {
    hash.update(chunk);
    if (values === null) {
      header = Buffer.concat([header, chunk]);
      checkMagic(header, kind, path);
      if (header.length < headerBytes) continue;
      sizes = readSizes(header, kind);
      checkSizes(sizes, bound - headerBytes, kind, path);
      values = new Uint8Array(product(sizes));
      chunk = header.subarray(headerBytes);
    }
    if (filled + chunk.length > values.length) {
      throw new InputError(
        `${path} is too long: it goes on after the ${promise(sizes)} that its header promises; fetch or copy it again.`,
      );
    }
    values.set(chunk, filled);
    filled += chunk.length;
  }
  if (values === null) {
    throw new InputError(
      `${path} is truncated: its content ends after ${header.length} bytes, within the header of ${headerBytes} bytes; fetch or copy it again.`,
    );
  }
  if (filled < values.length) {
    throw new InputError(
      `${path} is truncated: its header promises ${promise(sizes)}, but only ${filled} follow; fetch or copy it again.`,
    );
  }
  return { sizes, values, sha256: hash.digest('hex') };
}

function checkMagic(header: Buffer, kind: Kind, path: string): void {
  if (header.length < 4) return;
  const magic = header.readUInt32BE(0);
  if (magic === MAGIC[kind]) return;
  const other = kind === 'images' ? 'labels' : 'images';
  const found = magic === MAGIC[other] ? `${hex(magic)} (a file of ${other})` : hex(magic);
  throw new InputError(
    `${path} is not an IDX file of ${kind}: it starts with ${found}, expected ${hex(MAGIC[kind])}; check that the right file bears this name.`,
  );
}

function readSizes(header: Buffer, kind: Kind): number[] {
  const offsets = kind === 'images' ? [4, 8, 12] : [4];
  return offsets.map((offset) => header.readUInt32BE(offset));
}

function checkSizes(sizes: readonly number[], bound: number, kind: Kind, path: string): void {
  const bytes = product(sizes);
  if (bytes === 0) {
    throw new InputError(
      `${path} holds no ${kind}: its header says ${sizes.join(' × ')}, expected at least one.`,
    );
  }
  if (bytes > bound) {
    throw new InputError(
      `${path} is truncated or damaged: its header promises ${promise(sizes)}, more than a file of its size can hold; fetch or copy it again.`,
    );
  }
  if (bytes > MAX_BYTES) {
    throw new InputError(
      `${path} is too large: its header promises ${promise(sizes)}, and at most ${MAX_BYTES} are taken; cut it into a smaller set.`,
    );
  }
}

function checkLabels(labels: Uint8Array, classCount: number, path: string): void {
  const wrong = labels.findIndex((label) => label >= classCount);
  if (wrong === -1) return;
  throw new InputError(
    `${path} gives image ${wrong} (counted from 0) the label ${labels[wrong]}, expected 0 to ${classCount - 1}.`,
  );
}

function promise(sizes: readonly number[]): string {
  const count = product(sizes);
  return sizes.length === 1 ? `${count} bytes` : `${sizes.join(' × ')} = ${count} bytes`;
}

function product(sizes: readonly number[]): number {
  return sizes.reduce((total, size) => total * size, 1);
}

function hex(value: number): string {
  return `0x${value.toString(16).padStart(8, '0')}`;
}
