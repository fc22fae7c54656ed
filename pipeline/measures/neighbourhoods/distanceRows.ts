/**
 * Rows of the matrix of squared Euclidean distances between points, as |x|² + |y|² − 2 x·y: the products
 * are one float32 matrix product a block in ONNX Runtime. Where points lie much nearer to each other than
 * to the mean, the difference of large numbers would leave few digits: those distances are computed
 * anew in float64.
 */
import { Tensor } from 'onnxruntime-node';
import { Graph } from '../../../exporter/graph.ts';
import { gemm } from '../../../exporter/ops.ts';
import type { Device } from '../../engine/devices/device.ts';
import { openGraph } from '../../engine/session.ts';
import { pickRows, squaredNorms, standardised } from '../../tsne/algebra/vectors.ts';

/** Products computed at once: 32 MB. */
const BLOCK_ELEMENTS = 1 << 23;

/** Squared distances below this share of |x|² + |y|² are computed anew. */
const EXACT_BELOW = 0.05;

/** Distances of one point. */
export interface DistanceRow {
  /** Index of the point. */
  readonly i: number;
  /**
   * To all points, itself included (0), in the square of one unit for all rows: a power of two, by which
   * neither these nor their float32 overflow or vanish. Overwritten once the next row is asked for.
   */
  readonly squaredDistances: Float64Array;
}

/**
 * @param points N × dimensions, finite
 * @param rows indices of the points whose distances are wanted, in this order
 * @param device of the products
 */
export async function* distanceRows(
  points: Float32Array,
  dimensions: number,
  rows: Uint32Array,
  device: Device,
): AsyncGenerator<DistanceRow> {
  // Distances stay as they are when all points move.
  const { values: moved } = standardised(points, dimensions);
  const count = moved.length / dimensions;
  const norms = squaredNorms(moved, dimensions);
  const session = await openGraph(productGraph(count, dimensions), device);
  try {
    const all = new Tensor('float32', moved, [count, dimensions]);
    const line = new Float64Array(count);
    const most = Math.max(1, Math.floor(BLOCK_ELEMENTS / count));
    for (let from = 0; from < rows.length; from += most) {
      const block = rows.subarray(from, from + most);
      const chosen = pickRows(moved, dimensions, block);
      const { products } = await session.run({
        points: all,
        block: new Tensor('float32', chosen, [block.length, dimensions]),
      });
      for (const [b, i] of block.entries()) {
        const own = (products.data as Float32Array).subarray(b * count, (b + 1) * count);
        for (let j = 0; j < count; j++) {
          const sum = norms[i] + norms[j];
          const squared = sum - 2 * own[j];
          line[j] = squared < EXACT_BELOW * sum ? exact(moved, i, j, dimensions) : squared;
        }
        yield { i, squaredDistances: line };
      }
    }
  } finally {
    await session.release();
  }
}

/** As {@link distanceRows} for points in the plane, one row at once. */
export function planeDistances(positions: Float32Array, i: number, row: Float64Array): void {
  const [x, y] = [positions[2 * i], positions[2 * i + 1]];
  for (let j = 0; j < row.length; j++) {
    const [dx, dy] = [positions[2 * j] - x, positions[2 * j + 1] - y];
    row[j] = dx * dx + dy * dy;
  }
}

/** Gives x·y for each row x of the block and each point y. */
function productGraph(count: number, dimensions: number): Graph {
  const g = new Graph('products of points');
  const block = g.input('block', ['rows', dimensions]);
  const points = g.input('points', [count, dimensions]);
  g.output('products', gemm(g, block, points, { transposeB: true }));
  return g;
}

function exact(points: Float32Array, i: number, j: number, dimensions: number): number {
  let sum = 0;
  for (let d = 0; d < dimensions; d++) {
    const difference = points[i * dimensions + d] - points[j * dimensions + d];
    sum += difference * difference;
  }
  return sum;
}
