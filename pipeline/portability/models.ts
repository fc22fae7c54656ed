/** The models of a run, each on what it is made for, as Node runs them. */
import { existsSync } from 'node:fs';
import { count } from '../../exporter/shapes.ts';
import { FILES, VARIANT_MODELS, variantFile, type VariantName } from '../contract.ts';
import type { NpyArray } from '../files/npy.ts';
import type { RunFolder } from '../files/runFolder.ts';
import { referenceOf, type Reference } from './reference.ts';
import { allowedInEightBits } from './tolerance.ts';

type ModelName = (typeof VARIANT_MODELS)[number];

/** The file of a model, or of its variant. */
export function fileOf(model: ModelName, variant: VariantName | null): string {
  return variant === null ? FILES[model] : variantFile(model, variant);
}

/**
 * Encoder, decoder and, where the run was trained here, autoencoder; the decoder on the latents that the
 * encoder gives.
 *
 * @param variant of the models; null: as they are
 * @throws InputError where a model cannot be run
 */
export async function modelsOf(
  folder: RunFolder,
  images: NpyArray,
  variant: VariantName | null,
): Promise<Reference[]> {
  const reference = async (model: ModelName, rows: NpyArray) => {
    const own = await referenceOf(model, folder.file(fileOf(model, variant)), rows);
    if (variant !== 'int8') return own;
    const float32 = await referenceOf(model, folder.file(FILES[model]), rows);
    return { ...own, allowed: allowedInEightBits(own.outputs, float32.outputs) };
  };
  const encoder = await reference('encoder', images);
  const latents = firstRows([...encoder.outputs.values()][0], images.shape[0]);
  const decoder = await reference('decoder', latents);
  if (!existsSync(folder.file(fileOf('autoencoder', variant)))) return [encoder, decoder];
  return [encoder, decoder, await reference('autoencoder', images)];
}

/** Without those that only fill a batch. */
function firstRows({ shape: [, ...shape], data }: NpyArray, rows: number): NpyArray {
  return { shape: [rows, ...shape], data: data.subarray(0, rows * count(shape)) };
}
