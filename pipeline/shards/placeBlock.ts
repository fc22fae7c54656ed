/** A block of images → its latents, places on the maps, errors, and what they add to the measures. */
import type { Codec } from '../engine/codec.ts';
import type { PlacedMap } from '../files/mapFile.ts';
import type { ImageSet } from '../images.ts';
import { IMAGE_MEASURES, imageValues } from '../measures/reconstruction/imageMeasures.ts';
import { MEAN_SQUARED_ERROR } from '../measures/reconstruction/meanSquaredError.ts';
import { placeOnMaps } from '../projections/placeOnMaps.ts';
import { nearestAmong, type Neighbours } from '../tsne/neighbours/neighbours.ts';
import { referencesNeeded } from '../tsne/placing/placeOnMap.ts';
import { placedColumns } from './measures.ts';
import type { Reference } from './reference.ts';
import { tallyOf, type Tally } from './tally.ts';

const ERROR = IMAGE_MEASURES.indexOf(MEAN_SQUARED_ERROR);

export interface PlacedBlock {
  /** N × dimensions. */
  readonly latents: Float32Array;
  /** N class indices of the run; −1: none. */
  readonly labels: Int32Array;
  /** N; null where the images have none of their own. */
  readonly files: readonly string[] | null;
  /** N mean squared errors of reconstructions. */
  readonly errors: Float32Array;
  /** N rows of indices of the nearest images of the maps in latent space, nearest first. */
  readonly neighbours: Neighbours;
  /** Places of the N images. */
  readonly maps: readonly PlacedMap[];
  readonly tally: Tally;
}

export async function placeBlock(
  images: ImageSet,
  codec: Codec,
  reference: Reference,
): Promise<PlacedBlock> {
  const { dimensions, latents: mapped, seed } = reference;
  const { labels } = images;
  const encoded = await codec.encode(images);
  const latents = encoded.data;
  const needed = referencesNeeded(reference.labels.length);
  const neighbours = await nearestAmong(latents, mapped, dimensions, needed);
  const points = { latents, dimensions, mapped, neighbours, seed };
  const maps = await placeOnMaps(points, reference.maps);
  const reconstructions = await codec.decode(encoded, images.shape);
  const measured = Array.from(labels, (_, n) => imageValues(images, reconstructions, n));
  const placed = { labels, measured, neighbours, maps };
  return {
    latents,
    labels,
    files: images.files ?? null,
    errors: Float32Array.from(measured, (values) => values[ERROR]),
    neighbours,
    maps,
    tally: tallyOf(await placedColumns(placed, reference), reference.classNames.length),
  };
}
