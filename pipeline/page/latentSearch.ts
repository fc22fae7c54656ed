/**
 * The mapped latents in few numbers, so that a page can find those nearest to a new one without holding
 * them all: their coordinates along the directions in which they vary most.
 */
import type { Random } from '../random.ts';
import { permutation } from '../random.ts';
import { principalComponents, project } from '../tsne/algebra/principalComponents.ts';
import { pickRows } from '../tsne/algebra/vectors.ts';
import { firstNeighbours, type Neighbours } from '../tsne/neighbours/neighbours.ts';
import { nearestReferences } from '../tsne/placing/nearestReferences.ts';
import type { Search } from './parts/search.ts';

/** Numbers a latent at most. */
const COMPONENTS = 64;
/** The span of the components settles long before each of them does. */
const ITERATIONS = 10;
/** Latents whose nearest are looked for, to state how many are found. */
const SAMPLE = 200;
/** How many nearest. */
const NEAREST = 10;

/**
 * @param latents N × dimensions, finite and not all equal
 * @param neighbours the nearest others of each
 * @param random gives the first directions and the sample
 * @returns null where there is one latent only
 */
export async function latentSearch(
  latents: Float32Array,
  dimensions: number,
  neighbours: Neighbours,
  random: Random,
): Promise<Search | null> {
  const count = latents.length / dimensions;
  // So many directions hold all latents, if not before.
  const wanted = Math.min(COMPONENTS, dimensions, count - 1);
  if (wanted === 0) return null;
  const components = await principalComponents(latents, dimensions, wanted, random, ITERATIONS);
  const coordinates = await project(latents, components);
  return {
    mean: Float32Array.from(components.mean),
    basis: Float32Array.from(components.axes),
    coordinates,
    explained: squares(coordinates) / squaredDeviations(latents, components.mean),
    recall: recall(coordinates, wanted, neighbours, random),
  };
}

function squares(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value * value, 0);
}

function squaredDeviations(latents: Float32Array, mean: Float64Array): number {
  return latents.reduce((sum, value, n) => sum + (value - mean[n % mean.length]) ** 2, 0);
}

/** Share of the truly nearest that are among the nearest along the components, for a sample of latents. */
function recall(
  coordinates: Float32Array,
  components: number,
  neighbours: Neighbours,
  random: Random,
): number {
  const k = Math.min(NEAREST, neighbours.k);
  const truly = firstNeighbours(neighbours, k).indices;
  const sample = permutation(neighbours.count, random).subarray(0, SAMPLE);
  const points = pickRows(coordinates, components, sample);
  // One more, since each finds itself.
  const { indices } = nearestReferences(points, coordinates, components, k + 1);
  let found = 0;
  for (const [row, i] of sample.entries()) {
    const own = truly.subarray(i * k, (i + 1) * k);
    const others = indices.subarray(row * (k + 1), (row + 1) * (k + 1)).filter((j) => j !== i);
    found += others.subarray(0, k).filter((j) => own.includes(j)).length;
  }
  return found / (sample.length * k);
}
