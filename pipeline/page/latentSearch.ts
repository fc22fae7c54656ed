/**
 * The mapped latents in few numbers, so that a page can find those nearest to a new one without holding
 * them all: their coordinates along the directions in which they vary most.
 */
import { permutation, type Random } from '../random.ts';
import { principalComponents, project } from '../tsne/algebra/principalComponents.ts';
import { pickRows } from '../tsne/algebra/vectors.ts';
import { firstNeighbours, type Neighbours } from '../tsne/neighbours/neighbours.ts';
import { nearestReferences } from '../tsne/placing/nearestReferences.ts';
import { inSteps, type Search } from './parts/search.ts';

/** Numbers a latent at most. */
const COMPONENTS = 64;
/** The span of the components settles long before each of them does. */
const ITERATIONS = 5;
/** Of a distance to a neighbour, what rounding may change: finer steps find hardly more. */
const DISTANCE_SHARE = 1 / 32;
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
  const exact = await project(latents, components);
  const coordinates = inSteps(exact, DISTANCE_SHARE * meanDistance(neighbours));
  const [kept, total] = [squares(exact), squaredDeviations(latents, components.mean)];
  return {
    mean: Float32Array.from(components.mean),
    // For a new latent, as long as they are on average, this is a small part of its own rounding.
    basis: inSteps(components.axes, coordinates.step / Math.sqrt(total / count) / 8),
    coordinates,
    explained: kept / total,
    recall: recall(Float32Array.from(coordinates.numbers), wanted, neighbours, random),
  };
}

/** To the nearest other latents. */
function meanDistance(neighbours: Neighbours): number {
  const { squaredDistances } = firstNeighbours(neighbours, Math.min(NEAREST, neighbours.k));
  return squaredDistances.reduce((sum, d) => sum + Math.sqrt(d), 0) / squaredDistances.length;
}

function squares(values: Float32Array): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return sum;
}

function squaredDeviations(latents: Float32Array, mean: Float64Array): number {
  let sum = 0;
  for (let from = 0; from < latents.length; from += mean.length) {
    for (let d = 0; d < mean.length; d++) sum += (latents[from + d] - mean[d]) ** 2;
  }
  return sum;
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
