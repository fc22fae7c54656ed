/**
 * Rows of the matrix of squared Euclidean distances between points, as |x|² + |y|² − 2 x·y: the products
 * are one matrix product a block in ONNX Runtime, in float64 since the difference of large numbers would
 * leave float32 few digits.
 */
import { Tensor } from 'onnxruntime-node';
import { Graph } from '../../../exporter/graph.ts';
import { gemm } from '../../../exporter/ops.ts';
import type { Device } from '../../engine/devices/device.ts';
import { openGraph } from '../../engine/session.ts';
import { centred, squaredNorms } from '../../tsne/vectors.ts';

/** Distances computed at once: 64 MB. */
const BLOCK_ELEMENTS = 1 << 23;

/** Distances of one point. */
export interface DistanceRow {
  /** Index of the point. */
  readonly i: number;
  /** To all points, itself included (0); overwritten once the next row is asked for. */
  readonly squaredDistances: Float64Array;
}

/**
 * @param points N × dimensions, finite
 * @param rows indices of the points whose distances are wanted, in this order
 * @param device of the products; WebGPU has no float64 and leaves them to the CPU
 */
export async function* distanceRows(
  points: Float32Array,
  dimensions: number,
  rows: Uint32Array,
  device: Device,
): AsyncGenerator<DistanceRow> {
  // Distances stay as they are when all points move; the numbers get smaller and more exact.
  const moved = centred(points, dimensions);
  const norms = squaredNorms(moved, dimensions);
  const count = norms.length;
  const session = await openGraph(productGraph(count, dimensions), device);
  try {
    const shared = {
      points: new Tensor('float64', moved, [count, dimensions]),
      norms: new Tensor('float64', norms, [count]),
    };
    const most = Math.max(1, Math.floor(BLOCK_ELEMENTS / count));
    for (let from = 0; from < rows.length; from += most) {
      const block = rows.subarray(from, from + most);
      const chosen = pickRows(moved, dimensions, block);
      const { scores } = await session.run({
        ...shared,
        block: new Tensor('float64', chosen, [block.length, dimensions]),
      });
      for (const [row, i] of block.entries()) {
        const line = (scores.data as Float64Array).subarray(row * count, (row + 1) * count);
        finish(line, i, norms, dimensions);
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

/** Gives |y|² − 2 x·y for each row x of the block and each point y. */
function productGraph(count: number, dimensions: number): Graph {
  const g = new Graph('distance scores');
  const block = g.input('block', ['rows', dimensions], 'float64');
  const points = g.input('points', [count, dimensions], 'float64');
  const norms = g.input('norms', [count], 'float64');
  g.output('scores', gemm(g, block, points, { bias: norms, alpha: -2, transposeB: true }));
  return g;
}

function pickRows(points: Float64Array, dimensions: number, rows: Uint32Array): Float64Array {
  const picked = new Float64Array(rows.length * dimensions);
  for (const [to, from] of rows.entries()) {
    picked.set(points.subarray(from * dimensions, (from + 1) * dimensions), to * dimensions);
  }
  return picked;
}

/** Turns the scores of point i into squared distances; rounding noise around zero becomes zero. */
function finish(scores: Float64Array, i: number, norms: Float64Array, dimensions: number): void {
  const unit = (dimensions + 4) * Number.EPSILON;
  for (let j = 0; j < scores.length; j++) {
    const squared = norms[i] + scores[j];
    scores[j] = squared > unit * (norms[i] + norms[j]) ? squared : 0;
  }
  scores[i] = 0;
}
