/**
 * t-SNE: a map of points in the plane that keeps neighbours together (van der Maaten & Hinton 2008,
 * "Visualizing data using t-SNE"), with the Barnes–Hut approximation of van der Maaten (2014) and the
 * settings of scikit-learn. One file for each stage:
 *
 *   neighbours → affinities → initialisation → (quadtree → repulsion, attraction → optimiser) × 1000
 */
import { setImmediate } from 'node:timers/promises';
import { affinities, neighboursNeeded } from './affinities.ts';
import { klDivergence } from './descent/divergence.ts';
import { BarnesHutGradient } from './descent/gradient.ts';
import { pcaStart, scaledStart } from './initialisation.ts';
import { firstNeighbours, nearestNeighbours } from './neighbours/neighbours.ts';
import { Optimiser } from './descent/optimiser.ts';
import { checkPoints, resolveOptions, type ResolvedOptions, type TsneOptions } from './options.ts';
import type { SparseMatrix } from './algebra/sparse.ts';

/** Steps with exaggerated attraction and little momentum. */
const EXAGGERATED_ITERATIONS = 250;
const EARLY_MOMENTUM = 0.5;
const LATE_MOMENTUM = 0.8;
const SMALLEST_LEARNING_RATE = 50;
/** With fewer points a second thread takes longer to start than it saves. */
const POINTS_WORTH_THREADS = 2000;

export interface TsneResult {
  /** N × 2: x and y. */
  readonly positions: Float32Array;
  /** KL(P ‖ Q) of these positions in nats, without exaggeration, Z by Barnes–Hut. */
  readonly kl: number;
  /** As used. */
  readonly perplexity: number;
  readonly learningRate: number;
}

/**
 * Maps points to the plane.
 *
 * @param points N × dimensions, finite, at least 4 and not all equal
 * @throws InputError for other points, or options out of range
 */
export async function tsne(
  points: Float32Array,
  dimensions: number,
  options: TsneOptions = {},
): Promise<TsneResult> {
  const settings = resolveOptions(options);
  checkPoints(points, dimensions);
  const count = points.length / dimensions;
  const perplexity = Math.min(settings.perplexity, (count - 1) / 3);
  const learningRate = Math.max(count / settings.exaggeration / 4, SMALLEST_LEARNING_RATE);

  settings.onStage?.('neighbours');
  const k = neighboursNeeded(perplexity, count);
  const neighbours = settings.neighbours
    ? firstNeighbours(settings.neighbours, k)
    : await nearestNeighbours(points, dimensions, k, { threads: settings.threads });
  settings.onStage?.('affinities');
  const p = affinities(neighbours, perplexity);
  settings.onStage?.('start');
  const start = settings.start
    ? scaledStart(settings.start)
    : await pcaStart(points, dimensions, settings.random);
  settings.onStage?.('iterations');
  const { positions, kl } = await descend(p, start, learningRate, settings);
  return { positions, kl, perplexity, learningRate };
}

/** Gradient descent from `start`. */
async function descend(
  p: SparseMatrix,
  start: Float64Array,
  learningRate: number,
  settings: ResolvedOptions,
): Promise<{ positions: Float32Array; kl: number }> {
  const { iterations, theta, snapshotEvery } = settings;
  const threads = start.length / 2 < POINTS_WORTH_THREADS ? 1 : settings.threads;
  const field = await BarnesHutGradient.start(p, theta, threads);
  try {
    field.positions.set(start);
    let optimiser = new Optimiser(start.length);
    for (let iteration = 1; iteration <= iterations; iteration++) {
      const early = iteration <= EXAGGERATED_ITERATIONS;
      // A new landscape: momentum and gains of the exaggerated one are forgotten.
      if (iteration === EXAGGERATED_ITERATIONS + 1) optimiser = new Optimiser(start.length);
      field.compute(early ? settings.exaggeration : 1);
      const momentum = early ? EARLY_MOMENTUM : LATE_MOMENTUM;
      optimiser.step(field.positions, field.gradient, learningRate, momentum);
      settings.onProgress?.(iteration, iterations);
      if (iteration % snapshotEvery === 0) {
        settings.onSnapshot?.(iteration, Float32Array.from(field.positions));
      }
      // Lets timers, signals and the drawing of progress have their turn.
      await setImmediate();
    }
    const kl = klDivergence(p, field.positions, field.compute(1));
    return { positions: Float32Array.from(field.positions), kl };
  } finally {
    await field.stop();
  }
}
