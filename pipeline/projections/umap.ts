import { setImmediate } from 'node:timers/promises';
import { UMAP } from 'umap-js';
import type { Random } from '../random.ts';
import { pcaStart } from '../tsne/initialisation.ts';
import type { Neighbours } from '../tsne/neighbours/neighbours.ts';
import { placeAtMean } from '../tsne/placing/placeOnMap.ts';
import type { MapPoints, Projection } from './projection.ts';

/** Points in a neighbourhood, the point itself included: umap-js's default and umap-learn's. */
const NEIGHBOURHOOD = 15;
/** The start reaches so far from 0, as in umap-learn. */
const START_REACH = 10;

/** UMAP by umap-js (McInnes, Healy & Melville 2018), with our neighbours and our start. */
export const umap: Projection = {
  maps: (_, count) => {
    const size = Math.min(NEIGHBOURHOOD, count - 1);
    return [
      {
        name: 'umap',
        title: 'UMAP',
        settings: `${size} neighbours, smallest distance 0.1`,
        notice: null,
        neighbours: size - 1,
        make: (points) => makeUmap(points, size),
        rearrange: null,
        place: ({ latents, dimensions, reference, neighbours }) =>
          placeAtMean(latents, dimensions, reference, { neighbours }),
      },
    ];
  },
};

async function makeUmap(points: MapPoints, size: number) {
  const { latents, dimensions, neighbours, random, onProgress } = points;
  const fit = new UMAP({ nNeighbors: size, random });
  const { indices, distances } = neighbourhoods(neighbours, size);
  fit.setPrecomputedKNN(indices, distances);
  // With the neighbours at hand it asks the points for nothing but their number.
  const epochs = fit.initializeFit(indices);
  const embedding = fit.getEmbedding();
  moveTo(embedding, await start(latents, dimensions, random));
  for (let epoch = 1; epoch <= epochs; epoch++) {
    fit.step();
    onProgress(epoch, epochs, 'epochs');
    // Lets timers, signals and the drawing of progress have their turn.
    await setImmediate();
  }
  const positions = Float32Array.from(embedding.flat());
  return { positions, results: { neighbours: size, epochs }, frames: [] };
}

/** Each point followed by its nearest others, as umap-js wants them. */
function neighbourhoods({ count, k, indices, squaredDistances }: Neighbours, size: number) {
  const ids: number[][] = [];
  const distances: number[][] = [];
  for (let i = 0; i < count; i++) {
    const [from, to] = [i * k, i * k + size - 1];
    ids.push([i, ...indices.subarray(from, to)]);
    distances.push([0, ...squaredDistances.subarray(from, to).map(Math.sqrt)]);
  }
  return { indices: ids, distances };
}

/**
 * The first two principal components (N × 2). umap-js itself starts at random, which leaves where its
 * groups lie to chance (Kobak & Linderman 2021).
 */
async function start(
  latents: Float32Array,
  dimensions: number,
  random: Random,
): Promise<Float64Array> {
  const components = await pcaStart(latents, dimensions, random);
  const reach = components.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return components.map((value) => (START_REACH * value) / reach);
}

/** In place: umap-js goes on from the positions in its own array. */
function moveTo(embedding: number[][], positions: Float64Array): void {
  embedding.forEach((position, i) => {
    position[0] = positions[2 * i];
    position[1] = positions[2 * i + 1];
  });
}
