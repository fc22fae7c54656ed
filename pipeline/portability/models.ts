/** The models of a run, each on what it is made for, as Node runs them. */
import { existsSync } from 'node:fs';
import { count } from '../../exporter/shapes.ts';
import { FILES } from '../contract.ts';
import type { NpyArray } from '../files/npy.ts';
import type { RunFolder } from '../files/runFolder.ts';
import { referenceOf, type Reference } from './reference.ts';

/**
 * Encoder, decoder and, where the run was trained here, autoencoder; the decoder on the latents that the
 * encoder gives.
 *
 * @throws InputError where a model cannot be run
 */
export async function modelsOf(folder: RunFolder, images: NpyArray): Promise<Reference[]> {
  const encoder = await referenceOf('encoder', folder.file(FILES.encoder), images);
  const latents = firstRows([...encoder.outputs.values()][0], images.shape[0]);
  const decoder = await referenceOf('decoder', folder.file(FILES.decoder), latents);
  const path = folder.file(FILES.autoencoder);
  if (!existsSync(path)) return [encoder, decoder];
  return [encoder, decoder, await referenceOf('autoencoder', path, images)];
}

/** Without those that only fill a batch. */
function firstRows({ shape: [, ...shape], data }: NpyArray, rows: number): NpyArray {
  return { shape: [rows, ...shape], data: data.subarray(0, rows * count(shape)) };
}
