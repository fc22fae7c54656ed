/**
 * Gradients of kernels as few large matrix products. A tap (s, t) of a kernel moves the image by s
 * rows and t columns, and its gradient is the product of the errors with that moved image, over all
 * pixels. Moving the image by t one way is moving the errors by t the other way: so errors moved by
 * columns are stacked as rows of one matrix, which meets the image moved by rows.
 */
import type { Graph, Value } from '../graph.ts';
import { concat } from '../ops.ts';
import type { Blocks } from './blocks.ts';

/** Errors, and the taps (s, t) of the kernel that made them: every s with every t. */
export interface TappedErrors {
  readonly errors: readonly { readonly value: Value; readonly columns: readonly number[] }[];
  readonly rows: readonly number[];
}

/**
 * Σ over images and pixels of errors[o] at (h, w) times x[i] at (h + s, w + t).
 *
 * @param x blocks of N × I × H × W
 * @returns for every s a matrix (errors, t, o) × I
 */
export function kernelGradients(
  g: Graph,
  blocks: Blocks,
  x: Value,
  { errors, rows }: TappedErrors,
): Value[] {
  const stack = errors.flatMap(({ value, columns }) =>
    columns.map((t) => blocks.leave(g, blocks.shift(g, value, 0, -t))),
  );
  const stacked = concat(g, stack, 1);
  return rows.map((s) => blocks.productOverImages(g, stacked, blocks.shift(g, x, s, 0)));
}
