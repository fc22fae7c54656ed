/**
 * Largest of every 2 × 2 window, stride 2. The gradient goes to the pixel that was largest, and to
 * the first in row order where several are, as in PyTorch and TensorFlow.
 */
import type { Graph, Value } from '../graph.ts';
import { concat, depthToSpace2, greaterOrEqualMask, maxPool2, mul, slice, sub } from '../ops.ts';
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

/** The four pixels of each window take their turn; whoever reaches the maximum takes what is left. */
function inputGradient(g: Graph, x: Value, y: Value, dy: Value): Value {
  let left = dy;
  const shares = WINDOW.map(([row, column], k) => {
    const pixel = slice(g, x, [
      { axis: 2, start: row, step: 2 },
      { axis: 3, start: column, step: 2 },
    ]);
    const share = mul(g, left, greaterOrEqualMask(g, pixel, y));
    if (k < WINDOW.length - 1) left = sub(g, left, share);
    return share;
  });
  return depthToSpace2(g, concat(g, shares, 1));
}

const WINDOW = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
] as const;
