/**
 * Measures of a latent space and of a map of it. What they share is computed once: the neighbours of
 * both spaces and a single pass over the pairwise distances of each.
 */
import { CPU, type Device } from '../engine/devices/device.ts';
import { nearestNeighbours, type Neighbours } from '../tsne/neighbours.ts';
import { visitDistances } from './distanceRows.ts';
import { knnAccuracy } from './knnAccuracy.ts';
import { Silhouette } from './silhouette.ts';
import { largestK, Trustworthiness } from './trustworthiness.ts';

/** Neighbours that vote and that trustworthiness looks at; fewer where there are hardly any points. */
const NEIGHBOURS = 10;

export interface MapInput {
  /** N × dimensions, N at least 3. */
  readonly latents: Float32Array;
  readonly dimensions: number;
  /** Of the latents, with 10 neighbours or more: a t-SNE result has them. */
  readonly latentNeighbours: Neighbours;
  /** N × 2. */
  readonly positions: Float32Array;
  /** One class index a point. */
  readonly labels: ArrayLike<number>;
  /** What distances are computed on; default: the CPU. */
  readonly device?: Device;
}

export interface MapMeasures {
  /** Number of neighbours used: 10, or less than half the points. */
  readonly k: number;
  /** Share of points whose k nearest others agree with their label, 0 to 1. */
  readonly latentKnnAccuracy: number;
  readonly mapKnnAccuracy: number;
  /** −1 to 1; null where it is not defined: one class only, or every point its own. */
  readonly latentSilhouette: number | null;
  readonly mapSilhouette: number | null;
  /** 0 to 1. */
  readonly mapTrustworthiness: number;
}

export async function measureMap(input: MapInput): Promise<MapMeasures> {
  const { latents, dimensions, latentNeighbours, positions, labels, device = CPU } = input;
  const count = positions.length / 2;
  if (latents.length !== count * dimensions || labels.length !== count) {
    throw new RangeError(
      `measures: ${latents.length / dimensions} latents, ${count} positions and ${labels.length} labels`,
    );
  }
  const k = Math.min(NEIGHBOURS, largestK(count));
  const mapNeighbours = await nearestNeighbours(positions, 2, k);
  const latentSilhouette = new Silhouette(labels);
  const mapSilhouette = new Silhouette(labels);
  const trust = new Trustworthiness(mapNeighbours, k);
  await visitDistances(latents, dimensions, [latentSilhouette.visit, trust.visit], device);
  await visitDistances(positions, 2, [mapSilhouette.visit], device);
  return {
    k,
    latentKnnAccuracy: knnAccuracy(latentNeighbours, labels, k),
    mapKnnAccuracy: knnAccuracy(mapNeighbours, labels, k),
    latentSilhouette: latentSilhouette.value(),
    mapSilhouette: mapSilhouette.value(),
    mapTrustworthiness: trust.value(),
  };
}
