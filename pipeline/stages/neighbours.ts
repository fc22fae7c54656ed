/** Latents → the nearest neighbours of each image on the maps: found once, for all that look at them. */
import { FILES } from '../contract.ts';
import { InputError } from '../errors.ts';
import { encodeNpy } from '../files/npy.ts';
import { plannedMaps, recordedMaps, type MapsSettings } from '../projections/maps.ts';
import { nearestNeighbours } from '../tsne/neighbours/neighbours.ts';
import { readLatents } from './latents.ts';
import type { Stage } from './stage.ts';

/** Neighbours that the measures look at. */
const MEASURED = 30;

export function neighboursStage(settings: MapsSettings): Stage {
  return {
    name: 'neighbours',
    title: 'Neighbours',
    reads: [FILES.latents],
    writes: [FILES.neighbours, FILES.distances],
    settings: recordedMaps(settings),
    run: async (run, write) => {
      const { mapped, dimensions } = await readLatents(run);
      const { vectors } = mapped;
      const count = mapped.labels.length;
      checkVaried(vectors, dimensions);
      const wanted = plannedMaps(settings, count).map(({ neighbours }) => neighbours);
      const k = Math.min(count - 1, Math.max(MEASURED, ...wanted));
      const found = await nearestNeighbours(vectors, dimensions, k, {
        onProgress: (done, total) => {
          run.report.progress(done, total, 'images');
        },
      });
      const { indices, squaredDistances, recall } = found;
      const distances = Float32Array.from(squaredDistances, Math.sqrt);
      checkDistances(distances);
      write(FILES.neighbours, encodeNpy({ shape: [count, k], data: indices }));
      write(FILES.distances, encodeNpy({ shape: [count, k], data: distances }));
      return { k, recall };
    },
  };
}

/** Refuses latents so large that the distances between them are beyond float32. */
function checkDistances(distances: Float32Array): void {
  if (distances.every(Number.isFinite)) return;
  throw new InputError(
    'The latents lie more than 3.4e38 apart, the largest number of float32; scale what the encoder gives.',
  );
}

/** Refuses latents that tell no image from another. */
function checkVaried(vectors: Float32Array, dimensions: number): void {
  if (vectors.some((value, n) => value !== vectors[n % dimensions])) return;
  throw new InputError(
    `All ${vectors.length / dimensions} images on the map have the same latent, so there is nothing to map; ` +
      'check the images, and the encoder that made the latents.',
  );
}
