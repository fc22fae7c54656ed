import { availableParallelism } from 'node:os';
import { InputError } from '../errors.ts';
import { seededRandom, type Random } from '../random.ts';
import type { Neighbours } from './neighbours/neighbours.ts';

/** What a map is made in, in this order. */
export const TSNE_STAGES = ['neighbours', 'affinities', 'start', 'iterations'] as const;

export type TsneStage = (typeof TSNE_STAGES)[number];

/** Settings of a map; all have defaults. */
export interface TsneOptions {
  /**
   * How many neighbours a point is arranged by, effectively: 1 or more, default 30, usual 5 to 50.
   * Lowered to (N − 1) / 3 where there are too few points; the result names what was used.
   */
  readonly perplexity?: number;
  /** Steps of gradient descent: 1 or more, default 1000. */
  readonly iterations?: number;
  /** Factor of the attraction during the first 250 steps, which lets clusters form: 1 or more, default 12. */
  readonly exaggeration?: number;
  /**
   * How far a cell of points has to be to count as one point, as the cell's width over its distance: 0
   * (every pair by itself, slow) to 0.7 (beyond, a point could act on itself), default 0.5.
   */
  readonly theta?: number;
  /** Threads to work on; default: all that the machine has. The result does not depend on it. */
  readonly threads?: number;
  /** Those of the points where they are known: k at least {@link neighboursNeeded}; default: found anew. */
  readonly neighbours?: Neighbours;
  /**
   * Where the points lie at the start (N × 2), in any unit: only their arrangement counts. Default: by their
   * principal components.
   */
  readonly start?: Float32Array;
  /** Only used where the points lie on one line, and for the first guess of the principal components. */
  readonly random?: Random;
  /** Called as each stage begins. */
  readonly onStage?: (stage: TsneStage) => void;
  /** Called after every step with its number, from 1. */
  readonly onProgress?: (iteration: number, total: number) => void;
  /** Called with a copy of the map (N × 2) every {@link snapshotEvery} steps. */
  readonly onSnapshot?: (iteration: number, positions: Float32Array) => void;
  /** Default 50. */
  readonly snapshotEvery?: number;
}

type Optional = 'neighbours' | 'start' | 'onStage' | 'onProgress' | 'onSnapshot';

export type ResolvedOptions = Required<Omit<TsneOptions, Optional>> & Pick<TsneOptions, Optional>;

const DEFAULT_SEED = 42;
/** The fewest points that can be arranged: each needs three neighbours. */
const FEWEST_POINTS = 4;

/** Fills in defaults and refuses what makes no sense. */
export function resolveOptions(options: TsneOptions): ResolvedOptions {
  const resolved = {
    perplexity: 30,
    iterations: 1000,
    exaggeration: 12,
    theta: 0.5,
    threads: availableParallelism(),
    random: seededRandom(DEFAULT_SEED, 'map'),
    snapshotEvery: 50,
    ...options,
  };
  mustBe('perplexity', resolved.perplexity, (x) => x >= 1 && x < Infinity, '1 or more');
  mustBe('iterations', resolved.iterations, isPositiveInteger, 'a whole number from 1');
  mustBe('exaggeration', resolved.exaggeration, (x) => x >= 1 && x < Infinity, '1 or more');
  mustBe('theta', resolved.theta, (x) => x >= 0 && x <= 0.7, 'between 0 and 0.7');
  mustBe('threads', resolved.threads, isPositiveInteger, 'a whole number from 1');
  mustBe('snapshotEvery', resolved.snapshotEvery, isPositiveInteger, 'a whole number from 1');
  return resolved;
}

/** Refuses points that cannot be arranged on a map. */
export function checkPoints(points: Float32Array, dimensions: number): void {
  if (!isPositiveInteger(dimensions) || points.length % dimensions !== 0) {
    throw new InputError(
      `t-SNE: ${points.length} numbers do not make rows of ${dimensions}; expected points × dimensions.`,
    );
  }
  const count = points.length / dimensions;
  if (count < FEWEST_POINTS) {
    throw new InputError(
      `t-SNE: a map needs at least ${FEWEST_POINTS} points, got ${count}; use more images.`,
    );
  }
  const bad = points.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    throw new InputError(
      `t-SNE: point ${Math.floor(bad / dimensions)} holds ${points[bad]} in dimension ${bad % dimensions}, ` +
        'expected finite numbers only; check the encoder that made the points.',
    );
  }
  const varies = points.some((value, n) => value !== points[n % dimensions]);
  if (!varies) {
    throw new InputError(
      `t-SNE: all ${count} points are equal, so there is nothing to arrange; check the images and the encoder that made them.`,
    );
  }
}

function isPositiveInteger(value: number): boolean {
  return Number.isInteger(value) && value >= 1;
}

function mustBe(name: string, value: number, test: (value: number) => boolean, expected: string) {
  if (!test(value)) throw new InputError(`t-SNE: ${name} must be ${expected}, got ${value}.`);
}
