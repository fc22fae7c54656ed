/** Reads what the encode, neighbours, map, place and measure stages left, for the stages after them. */
import { existsSync } from 'node:fs';
import { count } from '../../exporter/shapes.ts';
import { FILES } from '../contract.ts';
import { decodeMaps, decodePlaced, type PlacedMap, type StoredMap } from '../files/mapFile.ts';
import { decodeNpy, type NpyArray } from '../files/npy.ts';
import type { RunFolder } from '../files/runFolder.ts';
import type { FinishedMap } from '../projections/placeOnMaps.ts';
import type { PlannedMap } from '../projections/projection.ts';
import type { Neighbours } from '../tsne/neighbours/neighbours.ts';
import { FixedMap } from '../tsne/placing/fixedMap.ts';
import type { Run } from './stage.ts';

export interface StoredLatents {
  /** The training images that the maps are made of. */
  readonly mapped: LatentSet;
  /** The test images, which are placed on the maps. */
  readonly placed: LatentSet;
  /** Numbers in one latent. */
  readonly dimensions: number;
  /** Of one latent, such as [32, 7, 7]. */
  readonly latentShape: readonly number[];
}

export interface LatentSet {
  /** N × dimensions, row-major. */
  readonly vectors: Float32Array;
  /** One class index an image. */
  readonly labels: Int32Array;
}

export async function readLatents({ folder, manifest }: Run): Promise<StoredLatents> {
  const { vectors, labels, latentShape } = await readAllLatents(folder);
  const dimensions = count(latentShape);
  const { mapped } = manifest.stages.encode.results;
  const part = (from: number, to: number): LatentSet => ({
    vectors: vectors.subarray(from * dimensions, to * dimensions),
    labels: labels.subarray(from, to),
  });
  return {
    mapped: part(0, mapped),
    placed: part(mapped, labels.length),
    dimensions,
    latentShape,
  };
}

/** The latents of a run's folder, not asking which of them are mapped. */
export async function readAllLatents(
  folder: RunFolder,
): Promise<LatentSet & Pick<StoredLatents, 'latentShape'>> {
  const { shape, data } = await readNpy(folder, FILES.latents);
  const labels = await readNpy(folder, FILES.labels);
  return {
    vectors: data as Float32Array,
    labels: labels.data as Int32Array,
    latentShape: shape.slice(1),
  };
}

/** The neighbours of the mapped images in latent space, as far as float32 tells their distances. */
export async function readNeighbours(folder: RunFolder): Promise<Neighbours> {
  const { shape, data } = await readNpy(folder, FILES.neighbours);
  const distances = await readNpy(folder, FILES.distances);
  const [total, k] = shape;
  return {
    count: total,
    k,
    indices: data as Int32Array,
    squaredDistances: Float64Array.from(distances.data, (distance) => distance * distance),
  };
}

/** Mean squared error of the reconstruction of every image: of the mapped ones, then of the placed ones. */
export async function readErrors(folder: RunFolder): Promise<Float32Array> {
  return (await readNpy(folder, FILES.errors)).data as Float32Array;
}

/** The nearest mapped images of every placed one: rows of ids, nearest first. */
export async function readPlacedNeighbours(
  folder: RunFolder,
): Promise<Pick<Neighbours, 'k' | 'indices'>> {
  const { shape, data } = await readNpy(folder, FILES.placedNeighbours);
  return { k: shape[1], indices: data as Int32Array };
}

/** How the first t-SNE map came to be: frames × mapped images × 2. */
export async function readFrames(folder: RunFolder): Promise<NpyArray> {
  return readNpy(folder, FILES.frames);
}

async function readNpy(folder: RunFolder, name: string): Promise<NpyArray> {
  return decodeNpy(await folder.read(name), folder.file(name));
}

/** @param names of the run's maps, in their order */
export async function readMaps(folder: RunFolder, names: readonly string[]): Promise<StoredMap[]> {
  return decodeMaps((await folder.read(FILES.map)).toString(), folder.file(FILES.map), names);
}

/** The maps of a run, ready for new points. */
export async function readFinishedMaps(
  folder: RunFolder,
  planned: readonly PlannedMap[],
): Promise<FinishedMap[]> {
  const names = planned.map(({ name }) => name);
  const stored = await readMaps(folder, names);
  return planned.map((plan, m) => {
    const { positions } = stored[m];
    return { plan, positions, fixed: new FixedMap(positions) };
  });
}

/** The placed images on the same maps; none where nothing was placed. */
export async function readPlaced(
  folder: RunFolder,
  names: readonly string[],
): Promise<PlacedMap[]> {
  const path = folder.file(FILES.placed);
  if (!existsSync(path)) return [];
  return decodePlaced((await folder.read(FILES.placed)).toString(), path, names);
}
