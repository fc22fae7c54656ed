/**
 * Candidates for nearest neighbours: squared distances between all queries and all points as
 * |x|² + |y|² − 2 x·y, one matrix product a block of queries in ONNX Runtime, and the smallest of each row.
 * In float32: who is near is found here, how near exactly is for the distances themselves to say.
 */
import { Tensor } from 'onnxruntime-node';
import { Graph } from '../../../exporter/graph.ts';
import { gemm, slice, toInt32, topK } from '../../../exporter/ops.ts';
import { CPU } from '../../engine/devices/device.ts';
import { openGraph } from '../../engine/session.ts';
import { squaredNorms, type Rows } from '../algebra/vectors.ts';

/** Distances computed at once, 256 MB, and rows: a thousand take three quarters of the time of 200. */
const BLOCK_ELEMENTS = 1 << 26;
const BLOCK_ROWS = 1024;

export interface CandidateBlock {
  /** Index of the block's first query. */
  readonly from: number;
  readonly rows: number;
  /** Rows × wanted, by increasing distance as float32 sees it, equal ones by index. */
  readonly indices: Int32Array;
  /** |y|² − 2 x·y of the farthest candidate y of each query x: less |x|², its squared distance. */
  readonly farthest: Float32Array;
}

/** Most queries in a block. */
export function blockRows(points: number): number {
  return Math.max(1, Math.min(BLOCK_ROWS, Math.floor(BLOCK_ELEMENTS / points)));
}

/**
 * @param queries and points of the same dimensions, near the origin and within about ±1
 * @param wanted candidates of each query, at most the number of points
 */
export async function* candidates(
  queries: Rows,
  points: Rows,
  wanted: number,
): AsyncGenerator<CandidateBlock> {
  const { dimensions } = points;
  const count = points.values.length / dimensions;
  const session = await openGraph(candidateGraph(count, dimensions, wanted), CPU);
  try {
    const norms = Float32Array.from(squaredNorms(points.values, dimensions));
    const fixed = {
      points: new Tensor('float32', points.values, [count, dimensions]),
      norms: new Tensor('float32', norms, [count]),
    };
    const total = queries.values.length / dimensions;
    const most = blockRows(count);
    for (let from = 0; from < total; from += most) {
      const rows = Math.min(most, total - from);
      const block = queries.values.subarray(from * dimensions, (from + rows) * dimensions);
      const { indices, farthest } = await session.run({
        ...fixed,
        block: new Tensor('float32', block, [rows, dimensions]),
      });
      yield {
        from,
        rows,
        indices: indices.data as Int32Array,
        farthest: farthest.data as Float32Array,
      };
    }
  } finally {
    await session.release();
  }
}

function candidateGraph(count: number, dimensions: number, wanted: number): Graph {
  const g = new Graph('candidates');
  const block = g.input('block', ['rows', dimensions]);
  const points = g.input('points', [count, dimensions]);
  const norms = g.input('norms', [count]);
  const scores = gemm(g, block, points, { bias: norms, alpha: -2, transposeB: true });
  const { values, indices } = topK(g, scores, wanted, 'smallest');
  g.output('indices', toInt32(g, indices));
  g.output('farthest', slice(g, values, [{ axis: 1, start: wanted - 1 }]));
  return g;
}
