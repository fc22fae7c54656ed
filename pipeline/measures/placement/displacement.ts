/**
 * How far placed points lie from where a full re-run of t-SNE, on the images of the map and the new ones
 * together, puts their neighbours. A re-run moves the images of the map too, which no placing could
 * foresee; how much is given beside it, as are the places of other points for scale.
 */
import type { Random } from '../../random.ts';
import { permutation } from '../../random.ts';
import { FixedMap } from '../../tsne/placing/fixedMap.ts';
import { placeAtMean } from '../../tsne/placing/placeOnMap.ts';
import type { Neighbours } from '../../tsne/neighbours/neighbours.ts';
import { aligned, radius } from './alignment.ts';

export interface DisplacementInput {
  /** N × dimensions, and the map of them, N × 2. */
  readonly latents: Float32Array;
  readonly map: Float32Array;
  /** M × dimensions, where they were placed, M × 2, and the references that they were placed by. */
  readonly points: Float32Array;
  readonly placed: Float32Array;
  readonly neighbours: Neighbours;
  readonly dimensions: number;
  /** (N + M) × 2: both arranged anew. */
  readonly rerun: Float32Array;
  /** For the places of others. */
  readonly random: Random;
}

/** Distances as shares of the map's radius (the root mean square distance of its points from their centre). */
export interface Displacement {
  /** From each placed point to the mean of its references in the re-run, weighted by affinity; M. */
  readonly toNeighbours: Float64Array;
  /** From each placed point to its own place in the re-run; M. */
  readonly toItself: Float64Array;
  /** From each placed point to where the re-run has another one's neighbours: M. */
  readonly toOthers: Float64Array;
  /** From each point of the map to its place in the re-run: N. */
  readonly ofMap: Float64Array;
}

export function displacement(input: DisplacementInput): Displacement {
  const { latents, map, points, placed, neighbours, dimensions, random } = input;
  const rerun = aligned(input.rerun, map);
  const mapAnew = rerun.subarray(0, map.length);
  const reference = { latents, map: new FixedMap(mapAnew) };
  const neighboursAnew = placeAtMean(points, dimensions, reference, { neighbours }).positions;
  const others = permutation(placed.length / 2, random);
  const unit = radius(map);
  const shares = (from: Float32Array, to: Float32Array) =>
    Float64Array.from(
      { length: from.length / 2 },
      (_, i) => Math.hypot(from[2 * i] - to[2 * i], from[2 * i + 1] - to[2 * i + 1]) / unit,
    );
  return {
    toNeighbours: shares(placed, neighboursAnew),
    toItself: shares(placed, rerun.subarray(map.length)),
    toOthers: shares(placed, reordered(neighboursAnew, others)),
    ofMap: shares(map, mapAnew),
  };
}

function reordered(positions: Float32Array, order: Uint32Array): Float32Array {
  return Float32Array.from(positions, (_, n) => positions[2 * order[n >> 1] + (n % 2)]);
}
