/**
 * Squared Euclidean distances between all pairs of points as |x|² + |y|² − 2 x·y, in blocks of rows:
 * the products are one matrix product a block in ONNX Runtime, in float64 since the difference of
 * large numbers would leave float32 few digits.
 */
import { Tensor, type InferenceSession } from 'onnxruntime-node';
import { Graph, type Value } from '../../exporter/graph.ts';
import { gemm } from '../../exporter/ops.ts';
import { CPU, type Device } from '../engine/devices/device.ts';
import { openGraph } from '../engine/session.ts';
import { centred, squaredNorms } from './vectors.ts';

/** Distances computed at once: 64 MB. */
const BLOCK_ELEMENTS = 1 << 23;

export interface DistanceBlock {
  /** Index of the block's first point. */
  readonly from: number;
  readonly rows: number;
  /** Outputs that the graph was given. */
  readonly outputs: InferenceSession.OnnxValueMapType;
}

/** Goes through all rows of the matrix of distances between some points. */
export class DistanceBlocks {
  readonly count: number;
  private readonly points: Float64Array;
  private readonly norms: Float64Array;

  /**
   * @param points N × dimensions, finite
   * @param device of the products; WebGPU has no float64 and leaves them to the CPU
   */
  constructor(
    points: Float32Array,
    private readonly dimensions: number,
    private readonly device: Device = CPU,
  ) {
    this.count = points.length / dimensions;
    // Distances stay as they are when all points move; the numbers get smaller and more exact.
    this.points = centred(points, dimensions);
    this.norms = squaredNorms(this.points, dimensions);
  }

  /**
   * @param finish takes the scores |y|² − 2 x·y (rows × N; row x, column y), which order the points as
   *   their distances from x do, and declares the outputs of the graph
   */
  async *blocks(finish: (graph: Graph, scores: Value) => void): AsyncGenerator<DistanceBlock> {
    const { count, dimensions, points, norms } = this;
    const session = await openGraph(this.graph(finish), this.device);
    try {
      const shared = {
        points: new Tensor('float64', points, [count, dimensions]),
        norms: new Tensor('float64', norms, [count]),
      };
      const most = Math.max(1, Math.floor(BLOCK_ELEMENTS / count));
      for (let from = 0; from < count; from += most) {
        const rows = Math.min(most, count - from);
        const block = points.subarray(from * dimensions, (from + rows) * dimensions);
        const outputs = await session.run({
          ...shared,
          block: new Tensor('float64', block, [rows, dimensions]),
        });
        yield { from, rows, outputs };
      }
    } finally {
      await session.release();
    }
  }

  /** The squared distance that a score stands for; rounding noise around zero becomes zero. */
  squaredDistance(i: number, j: number, score: number): number {
    const squared = this.norms[i] + score;
    const noise = (this.dimensions + 4) * Number.EPSILON * (this.norms[i] + this.norms[j]);
    return squared > noise ? squared : 0;
  }

  private graph(finish: (graph: Graph, scores: Value) => void): Graph {
    const g = new Graph('distance scores');
    const block = g.input('block', ['rows', this.dimensions], 'float64');
    const points = g.input('points', [this.count, this.dimensions], 'float64');
    const norms = g.input('norms', [this.count], 'float64');
    finish(g, gemm(g, block, points, { bias: norms, alpha: -2, transposeB: true }));
    return g;
  }
}
