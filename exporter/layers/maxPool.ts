/**
 * Largest of every 2 × 2 window, stride 2. The gradient goes to the pixel that was largest, and to
 * the first in row order where several are, as in PyTorch and TensorFlow.
 */
import type { Graph, Value } from '../graph.ts';
import { concat, depthToSpace, maxPool2, mul, slice, step, sub } from '../ops.ts';
import { PHASES, type Phases } from '../phases.ts';
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
  return depthToSpace(g, concat(g, sharesOfMaximum(g, pixels, y, dy), 1), 2);
}

/** The phases take their turn; the first to reach the maximum takes the gradient, all that is left. */
export function sharesOfMaximum(g: Graph, phases: Phases, y: Value, dy: Value): Phases {
  let left = dy;
  const shares = phases.slice(0, -1).map((phase) => {
    const isLargest = step(g, sub(g, phase, y), 'from 0 on');
    const share = mul(g, left, isLargest);
    left = sub(g, left, share);
    return share;
  });
  return [...shares, left];
}
