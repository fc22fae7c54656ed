/** Reads what the encode and map stages left, for the stages after them. */
import { FILES } from '../contract.ts';
import { decodeMap } from '../files/mapFile.ts';
import { decodeNpy } from '../files/npy.ts';
import type { RunFolder } from '../files/runFolder.ts';

export interface StoredLatents {
  /** N × dimensions, row-major. */
  readonly latents: Float32Array;
  /** Numbers in one latent. */
  readonly dimensions: number;
  /** Of one latent, such as [32, 7, 7]. */
  readonly latentShape: readonly number[];
  /** One class index an image. */
  readonly labels: Int32Array;
}

export async function readLatents(folder: RunFolder): Promise<StoredLatents> {
  const { shape, data } = decodeNpy(await folder.read(FILES.latents), folder.file(FILES.latents));
  const labels = decodeNpy(await folder.read(FILES.labels), folder.file(FILES.labels));
  const latentShape = shape.slice(1);
  return {
    latents: data as Float32Array,
    dimensions: latentShape.reduce((product, size) => product * size, 1),
    latentShape,
    labels: labels.data as Int32Array,
  };
}

/** Positions of the points of the map, x and y in turn. */
export async function readMap(folder: RunFolder): Promise<Float32Array> {
  return decodeMap((await folder.read(FILES.map)).toString(), folder.file(FILES.map));
}
