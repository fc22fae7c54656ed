import { Tensor, type InferenceSession } from 'onnxruntime-node';
import { Graph } from '../../../exporter/graph.ts';
import { gemm } from '../../../exporter/ops.ts';
import { CPU } from '../../engine/devices/device.ts';
import { openGraph } from '../../engine/session.ts';
import { squaredNorms, standardised } from '../../tsne/algebra/vectors.ts';

/**
 * How near points are to centres: |c|² − 2 x·c, which orders the centres as their distances from x do, by
 * one float32 matrix product in ONNX Runtime. On the CPU, since the points would have to go to a GPU
 * anew for each product.
 */
export class CentreScores {
  readonly count: number;

  private constructor(
    /** N × dimensions, with their mean at the origin, over {@link unit}. */
    readonly points: Float32Array,
    readonly dimensions: number,
    /** A power of two. */
    readonly unit: number,
    private readonly session: InferenceSession,
  ) {
    this.count = points.length / dimensions;
  }

  /** @param points N × dimensions, finite */
  static async open(points: Float32Array, dimensions: number): Promise<CentreScores> {
    const g = new Graph('centre scores');
    const rows = g.input('points', [points.length / dimensions, dimensions]);
    const centres = g.input('centres', ['centres', dimensions]);
    const norms = g.input('norms', ['centres']);
    g.output('scores', gemm(g, rows, centres, { bias: norms, alpha: -2, transposeB: true }));
    // Which centre is nearest stays as it is when all points move, or are scaled.
    const { values, unit } = standardised(points, dimensions);
    return new CentreScores(values, dimensions, unit, await openGraph(g, CPU));
  }

  /**
   * @param centres C × dimensions, among {@link points}
   * @returns N × C
   */
  async of(centres: Float64Array): Promise<Float32Array> {
    const { count, dimensions, points, session } = this;
    const size = centres.length / dimensions;
    const norms = Float32Array.from(squaredNorms(centres, dimensions));
    const { scores } = await session.run({
      points: new Tensor('float32', points, [count, dimensions]),
      centres: new Tensor('float32', Float32Array.from(centres), [size, dimensions]),
      norms: new Tensor('float32', norms, [size]),
    });
    return scores.data as Float32Array;
  }

  close(): Promise<void> {
    return this.session.release();
  }
}
