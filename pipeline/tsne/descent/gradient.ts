/** The gradient of KL(P ‖ Q) by Barnes and Hut, on several threads. */
import { Crew } from '../threads/crew.ts';
import {
  ATTRACTION,
  attractionPieces,
  forces,
  jobs,
  REPULSION,
  repulsionPieces,
  totalOfPieces,
  type Forces,
} from './forces.ts';
import { QuadtreeBuilder } from './quadtree.ts';
import type { SparseMatrix } from '../algebra/sparse.ts';

export class BarnesHutGradient {
  /** N × 2, the map; to be written before {@link compute}. */
  readonly positions: Float64Array;
  /** N × 2, what {@link compute} found. */
  readonly gradient: Float64Array;
  private readonly builder: QuadtreeBuilder;

  private constructor(
    private readonly state: Forces,
    private readonly crew: Crew,
  ) {
    this.positions = new Float64Array(state.positions.length);
    this.gradient = new Float64Array(state.positions.length);
    this.builder = new QuadtreeBuilder(state.tree);
  }

  /** @param threads in all, the calling one included */
  static async start(
    affinities: SparseMatrix,
    theta: number,
    threads: number,
  ): Promise<BarnesHutGradient> {
    const state = forces(affinities, theta, threads);
    const source = new URL('./forces.ts', import.meta.url).href;
    return new BarnesHutGradient(state, await Crew.start(source, jobs, state, threads));
  }

  /**
   * Fills {@link gradient} for the present positions.
   *
   * @param exaggeration factor of the attraction
   * @returns Z = Σ_i Σ_j≠i q_ij, approximately
   */
  compute(exaggeration: number): number {
    const { state, crew, positions, gradient } = this;
    state.positions.set(positions);
    crew.run(ATTRACTION, attractionPieces(state), () => {
      const { nodes, leaves } = this.builder.build(positions);
      state.treeSize.set([nodes, leaves]);
    });
    crew.run(REPULSION, repulsionPieces(state));
    const z = totalOfPieces(state);
    const { pull, push } = state;
    for (let n = 0; n < gradient.length; n++) {
      gradient[n] = 4 * (exaggeration * pull[n] - push[n] / z);
    }
    return z;
  }

  /** Ends the other threads. */
  async stop(): Promise<void> {
    await this.crew.stop();
  }
}
