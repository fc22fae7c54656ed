/** Pictures and arrays as people keep them, small and made on the spot. */
import sharp from 'sharp';
import { loadDataset, type LoadOptions } from '../../../../pipeline/datasets/load.ts';
import type { Dataset, ImageSet } from '../../../../pipeline/images.ts';
import { imageSize } from '../../../../pipeline/images.ts';
import { recorder } from '../fixtures.ts';

export type Colour = readonly [red: number, green: number, blue: number];

/** One colour all over; each test knows its pictures by it. */
export function plain(colour: Colour, height = 8, width = 8) {
  const [r, g, b] = colour;
  return sharp({ create: { width, height, channels: 3, background: { r, g, b } } });
}

/** Grey of one value all over. */
export function grey(value: number, height = 8, width = 8) {
  return sharp(Buffer.alloc(height * width, value), {
    raw: { width, height, channels: 1 },
  }).toColourspace('b-w');
}

/** A NumPy file, version 1, around bytes as they are. */
export function npy(descr: string, shape: readonly number[], bytes: Uint8Array, more = ''): Buffer {
  const tuple = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const header = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${tuple}), ${more}}\n`;
  const preamble = Buffer.from('\x93NUMPY\x01\x00\x00\x00', 'latin1');
  preamble.writeUInt16LE(header.length, 8);
  return Buffer.concat([preamble, Buffer.from(header, 'latin1'), bytes]);
}

/** The bytes of numbers. */
export function bytesOf(array: ArrayBufferView): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

export function loadOwn(dataset: string, options: Partial<LoadOptions> = {}): Promise<Dataset> {
  return loadDataset({
    dataset,
    dataDir: null,
    offline: true,
    limit: null,
    imageSize: null,
    grayscale: false,
    report: recorder(),
    ...options,
  });
}

/** The first value of each channel of each image, with its file or index: what plain pictures are told by. */
export function coloursOf(images: ImageSet): Map<string, number[]> {
  const { shape, pixels, labels, files } = images;
  const [size, area] = [imageSize(shape), shape.height * shape.width];
  return new Map(
    Array.from(labels.keys(), (i) => [
      files?.[i] ?? String(i),
      Array.from({ length: shape.channels }, (_, c) => pixels[i * size + c * area]),
    ]),
  );
}

/** Both splits in one. */
export function allColours({ train, test }: Dataset): Map<string, number[]> {
  return new Map([...coloursOf(train), ...coloursOf(test)]);
}
