import { blockRows, type CandidateBlock } from './candidates.ts';
import { Crew } from '../threads/crew.ts';
import { compileKernels } from '../kernels.ts';
import {
  AMONG_ALL,
  AMONG_CANDIDATES,
  candidatePieces,
  jobs,
  type NearestState,
} from './nearestJobs.ts';
import type { Search } from './neighbours.ts';
import { SharedMemory } from '../threads/sharedMemory.ts';
import { binaryRange, exactOffsets } from '../algebra/vectors.ts';

/** Numbers that the kernel of distances takes at once. */
const LANES = 16;

/** Picks the nearest of candidates on several threads, block by block. */
export class NearestPicker {
  private constructor(
    private readonly state: NearestState,
    private readonly crew: Crew,
    /** Unit of length of the shared rows, a power of two. */
    private readonly unit: number,
  ) {}

  /**
   * @param wanted candidates of each query
   * @param threads in all, the calling one included
   */
  static async start(search: Search, wanted: number, threads: number): Promise<NearestPicker> {
    const { queries, points, dimensions, own, k } = search;
    const shared = new SharedMemory();
    const offsets = exactOffsets([points, queries], dimensions);
    const unit = Math.max(binaryRange(points, offsets), binaryRange(queries, offsets));
    const width = Math.ceil(dimensions / LANES) * LANES;
    const rows = (numbers: Float32Array) => {
      const count = numbers.length / dimensions;
      const padded = shared.float32(count * width);
      for (let i = 0, from = 0; i < count; i++) {
        for (let d = 0; d < dimensions; d++) {
          padded[i * width + d] = (numbers[from++] - offsets[d]) / unit;
        }
      }
      return padded;
    };
    const count = points.length / dimensions;
    const sharedPoints = rows(points);
    const state: NearestState = {
      memory: shared.memory,
      kernels: compileKernels(),
      points: sharedPoints,
      queries: queries === points ? sharedPoints : rows(queries),
      width,
      own: shared.int32(own.length),
      block: shared.int32(3),
      candidates: shared.int32(blockRows(count) * wanted),
      suspects: shared.int32(blockRows(count)),
      everyone: shared.int32(count),
      k,
      indices: shared.int32(own.length * k),
      squaredDistances: shared.float64(own.length * k),
      distances: Array.from({ length: threads }, () => shared.float64(count)),
      distancesTaken: shared.int32(1),
    };
    state.own.set(own);
    for (let i = 0; i < count; i++) state.everyone[i] = i;
    const source = new URL('./nearestJobs.ts', import.meta.url).href;
    return new NearestPicker(state, await Crew.start(source, jobs, state, threads), unit);
  }

  /** Finds the nearest among the candidates of a block. */
  pick({ from, rows, indices }: CandidateBlock): void {
    this.state.block.set([from, rows, indices.length / rows]);
    this.state.candidates.set(indices);
    this.crew.run(AMONG_CANDIDATES, candidatePieces(this.state));
  }

  /** Finds the nearest among all points, for some queries: no more than a block has. */
  compareWithAll(queries: readonly number[]): void {
    if (queries.length === 0) return;
    this.state.suspects.set(queries);
    this.crew.run(AMONG_ALL, queries.length);
  }

  /** Squared distance of the last of the k neighbours of a query. */
  farthest(query: number): number {
    const { k, squaredDistances } = this.state;
    return squaredDistances[(query + 1) * k - 1] * this.unit ** 2;
  }

  /** Copies of what was found, in the units of the points. */
  result(): { indices: Int32Array; squaredDistances: Float64Array } {
    const { indices, squaredDistances } = this.state;
    const square = this.unit ** 2;
    return {
      indices: indices.slice(),
      squaredDistances: squaredDistances.map((squared) => squared * square),
    };
  }

  /** Ends the other threads. */
  async stop(): Promise<void> {
    await this.crew.stop();
  }
}
