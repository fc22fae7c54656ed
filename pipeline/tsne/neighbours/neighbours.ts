/** Nearest neighbours in the space of the latents: candidates, and of those the nearest. */
import { availableParallelism } from 'node:os';
import { seededRandom, type Random } from '../../random.ts';
import { candidates, type CandidateBlock } from './candidates.ts';
import { NearestPicker } from './nearestPicker.ts';
import { chooseSpace, type SearchSpace } from './searchSpace.ts';
import { squaredNorms } from '../algebra/vectors.ts';

/** The k nearest points of each query, nearest first; equal distances by index. */
export interface Neighbours {
  /** Number of queries. */
  readonly count: number;
  readonly k: number;
  /** Count × k. */
  readonly indices: Int32Array;
  /** Count × k, squared Euclidean; to about 6 digits. */
  readonly squaredDistances: Float64Array;
}

export interface FoundNeighbours extends Neighbours {
  /** Share of true neighbours that were found: 1 where the search is exact, else as a sample has it. */
  readonly recall: number;
}

export interface SearchOptions {
  /** Threads to work on; default: all that the machine has. The result does not depend on it. */
  readonly threads?: number;
  /** Of searches that are not exact. */
  readonly random?: Random;
  /** Multiply-adds that comparing everything may take; beyond, the search is approximate. Default: 5e11. */
  readonly affordable?: number;
  /** Called as queries are done. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** What is looked for. */
export interface Search {
  /** Rows of numbers, queries × dimensions; may be the points themselves. */
  readonly queries: Float32Array;
  /** N × dimensions, finite. */
  readonly points: Float32Array;
  readonly dimensions: number;
  /** The point that each query is itself, which does not count; −1: none. */
  readonly own: Int32Array;
  readonly k: number;
}

const DEFAULT_SEED = 42;
/** About 5 s on two cores. */
const AFFORDABLE = 5e11;
/** With fewer queries a second thread takes longer to start than it saves. */
const QUERIES_WORTH_THREADS = 2000;

/**
 * The nearest other points of each point.
 *
 * @param points N × dimensions, finite
 * @param k 1 … N − 1
 */
export async function nearestNeighbours(
  points: Float32Array,
  dimensions: number,
  k: number,
  options: SearchOptions = {},
): Promise<FoundNeighbours> {
  const own = Int32Array.from({ length: points.length / dimensions }, (_, i) => i);
  return search({ queries: points, points, dimensions, own, k }, options);
}

/**
 * The nearest of some points to each query, which is none of them.
 *
 * @param queries M × dimensions, finite
 * @param points N × dimensions, finite
 * @param k 1 … N
 */
export async function nearestAmong(
  queries: Float32Array,
  points: Float32Array,
  dimensions: number,
  k: number,
  options: SearchOptions = {},
): Promise<FoundNeighbours> {
  const own = new Int32Array(queries.length / dimensions).fill(-1);
  return search({ queries, points, dimensions, own, k }, options);
}

/**
 * The k nearest where more are known.
 *
 * @throws RangeError where fewer are known
 */
export function firstNeighbours(neighbours: Neighbours, k: number): Neighbours {
  if (neighbours.k === k) return neighbours;
  if (neighbours.k < k) {
    throw new RangeError(`neighbours: ${k} of each point are needed, ${neighbours.k} are known`);
  }
  const { count } = neighbours;
  const indices = new Int32Array(count * k);
  const squaredDistances = new Float64Array(count * k);
  for (let i = 0; i < count; i++) {
    const [from, to] = [i * neighbours.k, i * neighbours.k + k];
    indices.set(neighbours.indices.subarray(from, to), i * k);
    squaredDistances.set(neighbours.squaredDistances.subarray(from, to), i * k);
  }
  return { count, k, indices, squaredDistances };
}

async function search(what: Search, options: SearchOptions): Promise<FoundNeighbours> {
  const {
    threads = availableParallelism(),
    random = seededRandom(DEFAULT_SEED, 'neighbours'),
    affordable = AFFORDABLE,
    onProgress,
  } = options;
  const space = await chooseSpace(what, affordable, random);
  const count = what.own.length;
  const crew = count < QUERIES_WORTH_THREADS ? 1 : threads;
  const picker = await NearestPicker.start(what, space.wanted, crew);
  try {
    const isComplete = space.wanted === what.points.length / what.dimensions;
    const doubt = space.isExact && !isComplete ? new Doubt(space) : null;
    for await (const block of candidates(space.queries, space.points, space.wanted)) {
      picker.pick(block);
      if (doubt) picker.compareWithAll(doubt.about(block, picker));
      onProgress?.(block.from + block.rows, count);
    }
    return { count, k: what.k, ...picker.result(), recall: space.recall };
  } finally {
    await picker.stop();
  }
}

/**
 * Four times the unit roundoff of float32: times √dimensions, how far a product of two rows of norm 1 may
 * be off (rounding errors of a sum grow like the root of its length: Higham, "Accuracy and Stability of
 * Numerical Algorithms", section 4.2).
 */
const ROUNDING = 4 * 2 ** -24;

/** Tells which queries may lack a neighbour that rounding has kept out of the candidates. */
class Doubt {
  private readonly largestNorm: number;

  constructor(private readonly space: SearchSpace) {
    const { values, dimensions } = space.points;
    this.largestNorm = squaredNorms(values, dimensions).reduce((a, b) => Math.max(a, b), 0);
  }

  /** Queries whose farthest candidate is hardly farther than their last neighbour. */
  about({ from, rows, farthest }: CandidateBlock, picker: NearestPicker): number[] {
    const { queries, unit } = this.space;
    const { values, dimensions } = queries;
    const block = values.subarray(from * dimensions, (from + rows) * dimensions);
    const norms = squaredNorms(block, dimensions);
    const doubtful: number[] = [];
    for (let row = 0; row < rows; row++) {
      const last = picker.farthest(from + row) / unit ** 2;
      const error = ROUNDING * Math.sqrt(dimensions) * (norms[row] + this.largestNorm);
      const isCertain = last === 0 || last + error < norms[row] + farthest[row];
      if (!isCertain) doubtful.push(from + row);
    }
    return doubtful;
  }
}
