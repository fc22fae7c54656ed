/**
 * The gradient of KL(P ‖ Q) on several threads: the calling thread builds the tree and then works on
 * chunks like the others, which meanwhile have begun with the attraction.
 */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import {
  bodyList,
  Control,
  gradientState,
  totalOfChunks,
  workOnAttraction,
  workOnRepulsion,
  type GradientState,
} from './gradientState.ts';
import { QuadtreeBuilder } from './quadtree.ts';
import type { SparseMatrix } from './sparse.ts';

/** Longest time in ms that a thread may keep the others waiting before something must be wrong with it. */
const PATIENCE = 60_000;

export class BarnesHutGradient {
  /** N × 2, the map; to be written before {@link compute}. */
  readonly positions: Float64Array;
  /** N × 2, what {@link compute} found. */
  readonly gradient: Float64Array;
  private readonly builder: QuadtreeBuilder;
  private readonly list: Float64Array;

  private constructor(
    private readonly state: GradientState,
    private readonly workers: readonly Worker[],
  ) {
    this.positions = state.positions;
    this.gradient = new Float64Array(state.positions.length);
    this.builder = new QuadtreeBuilder(state.tree);
    this.list = bodyList(state);
  }

  /** @param threads in all, this one included */
  static async start(
    affinities: SparseMatrix,
    theta: number,
    threads: number,
  ): Promise<BarnesHutGradient> {
    const state = gradientState(affinities, theta);
    const workers = Array.from({ length: threads - 1 }, () => startWorker(state));
    try {
      await Promise.all(workers.map((worker) => once(worker, 'message')));
    } catch (error) {
      await Promise.all(workers.map((worker) => worker.terminate()));
      throw error;
    }
    return new BarnesHutGradient(state, workers);
  }

  /**
   * Fills {@link gradient} for the present positions.
   *
   * @param exaggeration factor of the attraction
   * @returns Z = Σ_i Σ_j≠i q_ij, approximately
   */
  compute(exaggeration: number): number {
    const { state, gradient } = this;
    this.forces();
    const z = totalOfChunks(state);
    const { pull, push } = state;
    for (let n = 0; n < gradient.length; n++) {
      gradient[n] = 4 * (exaggeration * pull[n] - push[n] / z);
    }
    return z;
  }

  /** Ends the other threads. */
  async stop(): Promise<void> {
    const { control } = this.state;
    Atomics.store(control, Control.round, -1);
    Atomics.notify(control, Control.round);
    await Promise.all(this.workers.map((worker) => worker.terminate()));
  }

  private forces(): void {
    const { state, workers } = this;
    const { control } = state;
    for (const counter of [Control.nextRows, Control.nextLeaves, Control.finished]) {
      Atomics.store(control, counter, 0);
    }
    const round = Atomics.add(control, Control.round, 1) + 1;
    Atomics.notify(control, Control.round);
    const { nodes, leaves } = this.builder.build(state.positions);
    Atomics.store(control, Control.nodeCount, nodes);
    Atomics.store(control, Control.leafCount, leaves);
    Atomics.store(control, Control.treeRound, round);
    Atomics.notify(control, Control.treeRound);
    workOnAttraction(state);
    workOnRepulsion(state, this.list);
    this.waitForOthers(workers.length);
  }

  private waitForOthers(others: number): void {
    const { control } = this.state;
    for (;;) {
      const finished = Atomics.load(control, Control.finished);
      if (finished === others) return;
      if (Atomics.wait(control, Control.finished, finished, PATIENCE) === 'timed-out') {
        throw new Error(`t-SNE: a worker thread has not answered for ${PATIENCE / 1000} s`);
      }
    }
  }
}

/** Starts a thread on gradientWorker.ts, through tsx: Node 20 does not load TypeScript in workers by itself. */
function startWorker(state: GradientState): Worker {
  const tsx = JSON.stringify(import.meta.resolve('tsx/esm/api'));
  const script = JSON.stringify(new URL('./gradientWorker.ts', import.meta.url).href);
  const start = `import { register } from ${tsx}; register(); await import(${script});`;
  return new Worker(new URL(`data:text/javascript,${encodeURIComponent(start)}`), {
    workerData: state,
  });
}
