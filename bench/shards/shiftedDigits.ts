/** As many digits as one likes: those of MNIST's training split, each time a little shifted and turned. */
import { dirname, join, basename } from 'node:path';
import { imageCount, imageSize, type ImageSet } from '../../pipeline/images.ts';
import { FileWriter } from '../../pipeline/files/fileWriter.ts';
import { bytesOf, npyHead } from '../../pipeline/files/npy.ts';
import { seededRandom, type Random } from '../../pipeline/random.ts';

/** Pixels to each side, and degrees. */
const SHIFT = 2;
const TURN = 15;
/** Images that are held at once. */
const BLOCK = 10_000;

/**
 * Writes `images` N × H × W of bytes, and beside it their labels.
 *
 * @param path ends in `.npy`; labels go to `…_labels.npy`
 */
export function writeShiftedDigits(digits: ImageSet, count: number, path: string): void {
  const { height, width } = digits.shape;
  const size = imageSize(digits.shape);
  const random = seededRandom(1, 'shifted digits');
  const images = new FileWriter(path);
  const labels = new FileWriter(join(dirname(path), `${basename(path, '.npy')}_labels.npy`));
  images.append(npyHead('|u1', [count, height, width]));
  labels.append(npyHead('<i4', [count]));
  for (let from = 0; from < count; from += BLOCK) {
    const rows = Math.min(BLOCK, count - from);
    const pixels = new Uint8Array(rows * size);
    const classes = new Int32Array(rows);
    for (let row = 0; row < rows; row++) {
      const source = (from + row) % imageCount(digits);
      const image = digits.pixels.subarray(source * size, (source + 1) * size);
      moved(image, width, random, pixels.subarray(row * size, (row + 1) * size));
      classes[row] = digits.labels[source];
    }
    images.append(pixels);
    labels.append(bytesOf(classes));
  }
  images.finish();
  labels.finish();
}

/** One grey image turned around its middle and shifted, between pixels linearly. */
function moved(image: Uint8Array, width: number, random: Random, into: Uint8Array): void {
  const height = image.length / width;
  const angle = ((2 * random() - 1) * TURN * Math.PI) / 180;
  const [shiftX, shiftY] = [(2 * random() - 1) * SHIFT, (2 * random() - 1) * SHIFT];
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const [middleX, middleY] = [(width - 1) / 2, (height - 1) / 2];
  const at = (x: number, y: number) =>
    x < 0 || y < 0 || x >= width || y >= height ? 0 : image[y * width + x];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [dx, dy] = [x - middleX - shiftX, y - middleY - shiftY];
      const [fromX, fromY] = [middleX + cos * dx + sin * dy, middleY - sin * dx + cos * dy];
      const [left, top] = [Math.floor(fromX), Math.floor(fromY)];
      const [right, down] = [fromX - left, fromY - top];
      const above = at(left, top) * (1 - right) + at(left + 1, top) * right;
      const below = at(left, top + 1) * (1 - right) + at(left + 1, top + 1) * right;
      into[y * width + x] = Math.round(above * (1 - down) + below * down);
    }
  }
}
