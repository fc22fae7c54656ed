/**
 * New points on a finished map, which stays as it is (as openTSNE's `transform`; Poličar, Stražar & Zupan
 * 2023, "Embedding to reference t-SNE space addresses batch effects in single-cell classification"):
 *
 *   nearest references → affinities → start at one of them → descent → uncertainty
 *
 * Every point is placed by itself: others beside it, or their order, change nothing. Nothing here needs
 * Node, so that a page can place what its encoder made.
 */
import { conditionalAffinities } from '../affinities.ts';
import type { Neighbours } from '../neighbours/neighbours.ts';
import { checkDistances, checkPlacing } from './check.ts';
import { descend } from './descent.ts';
import type { FixedMap, Place } from './fixedMap.ts';
import { nearestReferences } from './nearestReferences.ts';
import { centralReference, meanPlace, spread, type PointAffinities } from './neighbourhood.ts';

/**
 * How many references a new point is placed by, effectively. Fewer than what shaped the map: they say
 * where on it the point belongs, and nearer ones say it better (as in openTSNE). Lowered on maps of fewer
 * than three times as many points.
 */
const PERPLEXITY = 5;
/** References that the affinities take into account: beyond, they are next to zero. */
const REFERENCES = 3 * PERPLEXITY + 1;
/** A new point this much nearer (squared) to one reference than to any other is that one. */
const SAME = 1e-6;

export interface Reference {
  /** N × dimensions, finite. */
  readonly latents: Float32Array;
  /** Of N points. */
  readonly map: FixedMap;
}

export interface PlacingOptions {
  /**
   * The {@link referencesNeeded} nearest references of each new point, where they are known already;
   * default: they are found by comparing every pair.
   */
  readonly neighbours?: Neighbours;
  /** Called now and then with how many points are placed, and at the end. */
  readonly onProgress?: (done: number, total: number) => void;
}

export interface Placement {
  /** M × 2: x and y. */
  readonly positions: Float32Array;
  /**
   * How far apart on the map a point's references lie: their root mean square distance from its place,
   * weighted by affinity, in units of the map. M.
   */
  readonly uncertainty: Float32Array;
  /** M rows; indices are those of the references. */
  readonly neighbours: Neighbours;
}

/** How many nearest references placing takes into account on a map of `count` points. */
export function referencesNeeded(count: number): number {
  return Math.min(REFERENCES, count);
}

/**
 * Places points on a t-SNE map, where the affinities to their nearest references pull them and the whole
 * map pushes them (objective.ts). A point that equals a reference goes where that one is.
 *
 * @param points M × dimensions, finite
 * @throws InputError for numbers that are not finite, or sizes that do not fit each other
 */
export function placeOnMap(
  points: Float32Array,
  dimensions: number,
  reference: Reference,
  options: PlacingOptions = {},
): Placement {
  return placeEach(points, dimensions, reference, options, (affinities) =>
    descend(reference.map, affinities, centralReference(reference.map, affinities)),
  );
}

/**
 * Places points at the mean of their nearest references, weighted by affinity: for maps that are not
 * t-SNE's, whose units mean something else. Otherwise as {@link placeOnMap}.
 */
export function placeAtMean(
  points: Float32Array,
  dimensions: number,
  reference: Reference,
  options: PlacingOptions = {},
): Placement {
  return placeEach(points, dimensions, reference, options, (affinities) =>
    meanPlace(reference.map, affinities),
  );
}

/**
 * Takes places that are known already, as those of a linear projection are; what is left to say is how
 * uncertain they are. Otherwise as {@link placeOnMap}.
 *
 * @param positions M × 2
 */
export function placeAt(
  positions: Float32Array,
  points: Float32Array,
  dimensions: number,
  reference: Reference,
  options: PlacingOptions = {},
): Placement {
  return placeEach(points, dimensions, reference, options, (_, i) => {
    return { x: positions[2 * i], y: positions[2 * i + 1] };
  });
}

function placeEach(
  points: Float32Array,
  dimensions: number,
  { latents, map }: Reference,
  { neighbours: known, onProgress }: PlacingOptions,
  placeOne: (affinities: PointAffinities, i: number) => Place,
): Placement {
  checkPlacing(points, dimensions, latents, map.count);
  const k = referencesNeeded(map.count);
  const neighbours = known ?? nearestReferences(points, latents, dimensions, k);
  const { count } = neighbours;
  if (count !== points.length / dimensions || neighbours.k !== k) {
    throw new RangeError(
      `placing: ${points.length / dimensions} points need ${k} neighbours each, got ${neighbours.k} of ${count}`,
    );
  }
  checkDistances(neighbours);
  const perplexity = Math.max(1, Math.min(PERPLEXITY, map.count / 3));
  const affinities = conditionalAffinities(neighbours, perplexity);
  const positions = new Float32Array(2 * count);
  const uncertainty = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    const own = {
      indices: affinities.columns.subarray(i * k, (i + 1) * k),
      values: affinities.values.subarray(i * k, (i + 1) * k),
    };
    const same = sameReference(neighbours, i);
    const place = same === null ? placeOne(own, i) : map.placeOf(same);
    positions[2 * i] = place.x;
    positions[2 * i + 1] = place.y;
    uncertainty[i] = spread(map, own, place);
    if ((i + 1) % PROGRESS_EVERY === 0 || i + 1 === count) onProgress?.(i + 1, count);
  }
  return { positions, uncertainty, neighbours };
}

const PROGRESS_EVERY = 100;

/** The reference that point i equals, but for rounding; null where it equals none. */
function sameReference({ k, indices, squaredDistances }: Neighbours, i: number): number | null {
  const nearest = i * k;
  if (k < 2 || squaredDistances[nearest] > SAME * squaredDistances[nearest + 1]) return null;
  return indices[nearest];
}
