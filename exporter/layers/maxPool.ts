/**
 * Largest of every 2 × 2 window, stride 2. The gradient goes to the pixel that was largest, and to
 * the first in row order where several are, as in PyTorch and TensorFlow.
 */
import type { Graph, Value } from '../graph.ts';
import { concat, depthToSpace2, greaterOrEqualMask, maxPool2, mul, slice, sub } from '../ops.ts';
import { PHASES } from '../phases.ts';
import type { Layer } from './layer.ts';

export function maxPool(): Layer {
  return {
    kind: 'maxpool',
    parameters: [],
    statistics: [],
    infer: maxPool2,
    train: (g, x) => {
      const y = maxPool2(g, x);
      return {
        output: y,
        statistics: [],
        backward: (dy) => ({ parameters: [], input: () => inputGradient(g, x, y, dy) }),
      };
    },
  };
}

function inputGradient(g: Graph, x: Value, y: Value, dy: Value): Value {
  const pixels = PHASES.map(([row, column]) =>
    slice(g, x, [
      { axis: 2, start: row, step: 2 },
      { axis: 3, start: column, step: 2 },
    ]),
  );
  return depthToSpace2(g, concat(g, shareAmongMaxima(g, pixels, y, dy), 1));
}

/** The candidates take their turn; the first to reach the maximum takes the gradient, all that is left. */
export function shareAmongMaxima(
  g: Graph,
  candidates: readonly Value[],
  y: Value,
  dy: Value,
): Value[] {
  let left = dy;
  return candidates.map((candidate, k) => {
    const share = mul(g, left, greaterOrEqualMask(g, candidate, y));
    if (k < candidates.length - 1) left = sub(g, left, share);
    return share;
  });
}
