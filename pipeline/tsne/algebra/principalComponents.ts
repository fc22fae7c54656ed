/**
 * Principal component analysis by orthogonal iteration (Golub & Van Loan, "Matrix Computations",
 * section 8.2.4): a block of directions is multiplied by XᵀX and made orthonormal again until its
 * leading ones stand still. Both products are matrix products in ONNX Runtime.
 */
import { Tensor, type InferenceSession } from 'onnxruntime-node';
import { Graph } from '../../../exporter/graph.ts';
import { gemm } from '../../../exporter/ops.ts';
import type { Random } from '../../random.ts';
import { CPU } from '../../engine/devices/device.ts';
import { openGraph } from '../../engine/session.ts';
import { symmetricEigen } from './symmetricEigen.ts';
import { binaryRange, columnMeans, shifted } from './vectors.ts';

/** Directions beyond the wanted ones, which only make the iteration converge faster. */
const SPARE_DIRECTIONS = 10;
const MAX_ITERATIONS = 100;
/** Done when no wanted direction turns by more than about 1e-5 radians, which float32 can resolve. */
const TURN_TOLERANCE = 1e-10;

export interface PrincipalComponents {
  /** Mean of the points. */
  readonly mean: Float64Array;
  /** Wanted components × dimensions: orthonormal rows, largest variance first. */
  readonly axes: Float64Array;
}

/**
 * The first `wanted` principal components. Signs are those of scikit-learn: the largest element of
 * every axis, by absolute value, is positive.
 *
 * @param points N × dimensions, finite, not all equal
 * @param wanted at most `dimensions`
 * @param random gives the first directions
 * @param iterations at most; few are enough where the span of the axes matters and not each of them
 */
export async function principalComponents(
  points: Float32Array,
  dimensions: number,
  wanted: number,
  random: Random,
  iterations = MAX_ITERATIONS,
): Promise<PrincipalComponents> {
  const count = points.length / dimensions;
  const size = Math.min(wanted + SPARE_DIRECTIONS, dimensions);
  const mean = columnMeans(points, dimensions);
  const scaled = shifted(points, mean, binaryRange(points, mean));
  // On the CPU always: on a GPU, the points would travel there anew for each of the few products.
  const session = await openGraph(productGraph(count, dimensions, size), CPU);
  const product = multiplier(session, new Tensor('float32', scaled, [count, dimensions]), size);
  let axes = Float64Array.from({ length: size * dimensions }, () => random() - 0.5);
  orthonormalise(axes, dimensions);
  for (let iteration = 0; iteration < iterations; iteration++) {
    const next = rotateToRitz(axes, await product(axes), dimensions);
    const turned = largestTurn(axes, next, dimensions, wanted);
    axes = next;
    if (turned < TURN_TOLERANCE) break;
  }
  await session.release();
  orient(axes, dimensions);
  return { mean, axes: axes.slice(0, wanted * dimensions) };
}

/**
 * Coordinates of points along principal components, in the unit of the points.
 *
 * @param points N × dimensions
 * @returns N × components
 */
export async function project(
  points: Float32Array,
  { mean, axes }: PrincipalComponents,
): Promise<Float32Array> {
  const dimensions = mean.length;
  const count = points.length / dimensions;
  const components = axes.length / dimensions;
  const scale = binaryRange(points, mean);
  const g = new Graph('projection');
  const moved = g.input('points', [count, dimensions]);
  const directions = g.input('axes', [components, dimensions]);
  g.output('projected', gemm(g, moved, directions, { transposeB: true }));
  const session = await openGraph(g, CPU);
  const { projected } = await session.run({
    points: new Tensor('float32', shifted(points, mean, scale), [count, dimensions]),
    axes: new Tensor('float32', Float32Array.from(axes), [components, dimensions]),
  });
  await session.release();
  const projections = projected.data as Float32Array;
  for (let n = 0; n < projections.length; n++) projections[n] *= scale;
  return projections;
}

/** (X Vᵀ)ᵀ X for points X (N × D) and directions V (size × D). */
function productGraph(count: number, dimensions: number, size: number): Graph {
  const g = new Graph('principal components');
  const points = g.input('points', [count, dimensions]);
  const axes = g.input('axes', [size, dimensions]);
  const projected = gemm(g, points, axes, { transposeB: true });
  g.output('multiplied', gemm(g, projected, points, { transposeA: true }));
  return g;
}

function multiplier(session: InferenceSession, points: Tensor, size: number) {
  return async (axes: Float64Array): Promise<Float64Array> => {
    const shape = [size, axes.length / size];
    const { multiplied } = await session.run({
      points,
      axes: new Tensor('float32', Float32Array.from(axes), shape),
    });
    return Float64Array.from(multiplied.data as Float32Array);
  };
}

/**
 * The next directions: those in the span of V XᵀX, ordered and separated by the eigenvectors of
 * V XᵀX Vᵀ (Rayleigh and Ritz).
 */
function rotateToRitz(axes: Float64Array, multiplied: Float64Array, dimensions: number) {
  const size = axes.length / dimensions;
  const restricted = new Float64Array(size * size);
  for (let r = 0; r < size; r++) {
    for (let c = 0; c <= r; c++) {
      restricted[r * size + c] = dot(axes, r, multiplied, c, dimensions);
      restricted[c * size + r] = restricted[r * size + c];
    }
  }
  const { vectors } = symmetricEigen(restricted, size);
  const next = new Float64Array(axes.length);
  for (let r = 0; r < size; r++) {
    for (let c = 0; c < size; c++) {
      addScaled(next, r, vectors[r * size + c], multiplied, c, dimensions);
    }
  }
  orthonormalise(next, dimensions);
  return next;
}

/** Gram–Schmidt, twice for the sake of rounding; rows that depend on those before become zero. */
function orthonormalise(rows: Float64Array, dimensions: number): void {
  const size = rows.length / dimensions;
  for (let r = 0; r < size; r++) {
    const before = Math.sqrt(dot(rows, r, rows, r, dimensions));
    for (let pass = 0; pass < 2; pass++) {
      for (let c = 0; c < r; c++) {
        addScaled(rows, r, -dot(rows, r, rows, c, dimensions), rows, c, dimensions);
      }
    }
    const after = Math.sqrt(dot(rows, r, rows, r, dimensions));
    const scale = after > 1e-6 * before ? 1 / after : 0;
    for (let d = 0; d < dimensions; d++) rows[r * dimensions + d] *= scale;
  }
}

/** 1 − |cos| of the largest angle between old and new among the first `wanted` directions. */
function largestTurn(
  before: Float64Array,
  after: Float64Array,
  dimensions: number,
  wanted: number,
): number {
  let turn = 0;
  for (let r = 0; r < wanted; r++) {
    const isZero = dot(after, r, after, r, dimensions) === 0;
    if (!isZero) turn = Math.max(turn, 1 - Math.abs(dot(before, r, after, r, dimensions)));
  }
  return turn;
}

function orient(rows: Float64Array, dimensions: number): void {
  for (let from = 0; from < rows.length; from += dimensions) {
    const row = rows.subarray(from, from + dimensions);
    let largest = 0;
    for (const element of row) if (Math.abs(element) > Math.abs(largest)) largest = element;
    if (largest < 0) for (let d = 0; d < dimensions; d++) row[d] = -row[d];
  }
}

function dot(a: Float64Array, i: number, b: Float64Array, j: number, dimensions: number): number {
  let sum = 0;
  for (let d = 0; d < dimensions; d++) sum += a[i * dimensions + d] * b[j * dimensions + d];
  return sum;
}

/** Row i of `to` += factor · row j of `from`. */
function addScaled(
  to: Float64Array,
  i: number,
  factor: number,
  from: Float64Array,
  j: number,
  dimensions: number,
): void {
  for (let d = 0; d < dimensions; d++) to[i * dimensions + d] += factor * from[j * dimensions + d];
}
