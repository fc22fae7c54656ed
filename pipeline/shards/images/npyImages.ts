/** A `.npy` file of images, however large: what is in memory are the images that are being worked on. */
import { createHash, type Hash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import {
  checkLabels,
  labelsOf,
  layoutOf,
  pixelsOf,
  scaleOf,
} from '../../datasets/own/arrayImages.ts';
import { arrayFile, labelsBeside } from '../../datasets/own/loadArrays.ts';
import { evenlySpaced } from '../../evenlySpaced.ts';
import { labelsAmong, type ImageSource } from './imageSource.ts';
import { NpyRows } from './npyRows.ts';

/**
 * @param limit first so many images; null: all
 * @param classNames of the run that the images are placed onto
 * @throws InputError where the files are no images and labels
 */
export async function npyImages(
  path: string,
  limit: number | null,
  classNames: readonly string[],
): Promise<ImageSource> {
  const images = await NpyRows.open(path);
  const layout = layoutOf(images.header, path);
  const scale = await scaleOf(arrayFile(path), images.header);
  const labelPath = await labelsBeside(path);
  const labels = labelPath === null ? null : await NpyRows.open(labelPath);
  if (labels) checkLabels(labels.header, labels.path, images.count);
  const labelsBetween = async (from: number, to: number) => {
    const names = labels ? await namesBetween(labels, from, to) : noNames(to - from);
    return labelsAmong(classNames, names);
  };
  return {
    title: basename(path, '.npy'),
    origin: 'own images',
    notice: null,
    shape: layout.shape,
    count: Math.min(images.count, limit ?? Infinity),
    fingerprint: await fingerprintOf(labels ? [images, labels] : [images]),
    read: async (from, to) => {
      const { content, header } = images.between(from, to);
      const { shape, pixels } = await pixelsOf(content, header, layout, scale);
      return { shape, pixels, labels: await labelsBetween(from, to) };
    },
    checkLabels: async (from, to) => {
      await labelsBetween(from, to);
    },
  };
}

async function namesBetween(labels: NpyRows, from: number, to: number): Promise<string[]> {
  const { content, header } = labels.between(from, to);
  return labelsOf(content, header);
}

function noNames(count: number): null[] {
  return new Array<null>(count).fill(null);
}

/** Pieces of a file that tell it from others, and their bytes: reading all of it would take as long as the work. */
const PIECES = 1024;
const PIECE_BYTES = 4096;

/** SHA-256 over the sizes of files and pieces at equal steps through each. */
async function fingerprintOf(files: readonly NpyRows[]): Promise<string> {
  const hash = createHash('sha256');
  for (const file of files) await addPieces(hash, file);
  return hash.digest('hex');
}

async function addPieces(hash: Hash, { path, header, bytes }: NpyRows): Promise<void> {
  hash.update(JSON.stringify([bytes, header]));
  const total = Math.ceil(bytes / PIECE_BYTES);
  const pieces = evenlySpaced(
    Uint32Array.from({ length: total }, (_, i) => i),
    Math.min(PIECES, total),
  );
  const handle = await open(path);
  try {
    const piece = Buffer.alloc(PIECE_BYTES);
    for (const i of pieces) {
      const { bytesRead } = await handle.read(piece, 0, PIECE_BYTES, i * PIECE_BYTES);
      hash.update(piece.subarray(0, bytesRead));
    }
  } finally {
    await handle.close();
  }
}
