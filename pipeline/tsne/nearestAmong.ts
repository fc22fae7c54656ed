/**
 * The nearest of some reference points to each of other points. Candidates come from one matrix product a
 * block in float32, which is fast; their distances, and with them their order, are computed anew in
 * float64. Where float32 cannot rule out that it missed a nearer one, the point is compared with all.
 */
import { Tensor, type InferenceSession } from 'onnxruntime-node';
import { Graph } from '../../exporter/graph.ts';
import { gemm, topK } from '../../exporter/ops.ts';
import { CPU, type Device } from '../engine/devices/device.ts';
import { openGraph } from '../engine/session.ts';
import type { Neighbours } from './neighbours.ts';
import { emptyNeighbours, keepNearest } from './placing/nearestReferences.ts';
import { columnMeans } from './vectors.ts';

/** Scores computed at once: 32 MB. */
const BLOCK_ELEMENTS = 1 << 23;
/** Candidates beyond the k that are wanted. */
const SPARE = 16;
/** Largest relative error of a rounding to float32. */
const ROUNDING = 2 ** -24;

/**
 * The k nearest references of each point, nearest first; equal distances by index.
 *
 * @param points M × dimensions, finite
 * @param references N × dimensions, finite
 * @param k 1 … N
 * @param device of the products; default: the CPU
 * @param onProgress called with the number of points whose references are known
 * @returns M rows; indices are those of the references
 */
export async function nearestAmong(
  points: Float32Array,
  references: Float32Array,
  dimensions: number,
  k: number,
  device: Device = CPU,
  onProgress?: (done: number, total: number) => void,
): Promise<Neighbours> {
  const count = references.length / dimensions;
  const neighbours = emptyNeighbours(points.length / dimensions, k);
  const all = Int32Array.from({ length: count }, (_, j) => j);
  const candidates = Math.min(k + SPARE, count);
  const search = await CandidateSearch.open(references, dimensions, candidates, device);
  const most = Math.max(1, Math.floor(BLOCK_ELEMENTS / count));
  try {
    for (let from = 0; from < neighbours.count; from += most) {
      const end = Math.min(from + most, neighbours.count);
      const block = points.subarray(from * dimensions, end * dimensions);
      const found = await search.run(block);
      for (let i = from; i < end; i++) {
        const point = points.subarray(i * dimensions, (i + 1) * dimensions);
        const { indices, beyond } = found[i - from];
        keepNearest(neighbours, i, point, references, indices);
        if (candidates < count && !(neighbours.squaredDistances[(i + 1) * k - 1] <= beyond)) {
          keepNearest(neighbours, i, point, references, all);
        }
      }
      onProgress?.(end, neighbours.count);
    }
  } finally {
    await search.close();
  }
  return neighbours;
}

interface Candidates {
  /** Of references, ascending. */
  readonly indices: Int32Array;
  /** All other references are at least so far away, squared. */
  readonly beyond: number;
}

/** Scores |y|² − 2 x·y of points x and references y in float32, and the smallest of each point. */
class CandidateSearch {
  private readonly farthest: number;

  private constructor(
    private readonly session: InferenceSession,
    /** Where coordinates are counted from, which keeps numbers small and so exact. */
    private readonly origin: Float64Array,
    private readonly references: Tensor,
    private readonly norms: Float32Array,
    private readonly candidates: number,
  ) {
    this.farthest = Math.sqrt(norms.reduce((most, norm) => Math.max(most, norm), 0));
  }

  static async open(
    references: Float32Array,
    dimensions: number,
    candidates: number,
    device: Device,
  ): Promise<CandidateSearch> {
    const count = references.length / dimensions;
    const session = await openGraph(scoreGraph(count, dimensions, candidates), device);
    const origin = columnMeans(references, dimensions);
    const moved = countedFrom(origin, references);
    const tensor = new Tensor('float32', moved, [count, dimensions]);
    const norms = squaredNorms(moved, dimensions);
    return new CandidateSearch(session, origin, tensor, norms, candidates);
  }

  /** @param points rows of as many dimensions */
  async run(points: Float32Array): Promise<Candidates[]> {
    const { session, origin, references, norms, candidates } = this;
    const dimensions = origin.length;
    const moved = countedFrom(origin, points);
    const outputs = await session.run({
      points: new Tensor('float32', moved, [points.length / dimensions, dimensions]),
      references,
      norms: new Tensor('float32', norms, [norms.length]),
    });
    const scores = outputs.scores.data as Float32Array;
    const indices = outputs.indices.data as BigInt64Array;
    return Array.from(squaredNorms(moved, dimensions), (norm, row) => {
      const [from, end] = [row * candidates, (row + 1) * candidates];
      return {
        indices: Int32Array.from(indices.subarray(from, end), Number).sort(),
        beyond: norm + scores[end - 1] - this.doubt(norm),
      };
    });
  }

  close(): Promise<void> {
    return this.session.release();
  }

  /** How far off norm + score may be: each of `dimensions` products and sums is rounded, twice over for moving. */
  private doubt(norm: number): number {
    const size = Math.sqrt(norm) + this.farthest;
    return 2 * (this.origin.length + 4) * ROUNDING * size * size;
  }
}

function scoreGraph(count: number, dimensions: number, candidates: number): Graph {
  const g = new Graph('candidates');
  const points = g.input('points', ['rows', dimensions]);
  const references = g.input('references', [count, dimensions]);
  const norms = g.input('norms', [count]);
  const scores = gemm(g, points, references, { bias: norms, alpha: -2, transposeB: true });
  const { values, indices } = topK(g, scores, candidates, 'smallest');
  g.output('scores', values);
  g.output('indices', indices);
  return g;
}

function countedFrom(origin: Float64Array, points: Float32Array): Float32Array {
  const dimensions = origin.length;
  const moved = new Float32Array(points.length);
  for (let from = 0; from < points.length; from += dimensions) {
    for (let d = 0; d < dimensions; d++) moved[from + d] = points[from + d] - origin[d];
  }
  return moved;
}

function squaredNorms(points: Float32Array, dimensions: number): Float32Array {
  return Float32Array.from({ length: points.length / dimensions }, (_, i) => {
    let sum = 0;
    for (let d = i * dimensions; d < (i + 1) * dimensions; d++) sum += points[d] * points[d];
    return sum;
  });
}
