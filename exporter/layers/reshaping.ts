/** Images as vectors and back, number by number in their order; the gradient goes the other way. */
import { BATCH } from '../tensorNames.ts';
import type { Graph, Value } from '../graph.ts';
import { reshape } from '../ops.ts';
import { count, fixed } from '../shapes.ts';
import type { Layer } from './layer.ts';

/** N × C × H × W → N × (C · H · W) */
export function flatten(): Layer {
  return reshaping('flatten', (x) => [count([1, 2, 3].map((axis) => fixed(x, axis)))]);
}

/** N × (C · H · W) → N × C × H × W */
export function unflatten(shape: readonly [number, number, number]): Layer {
  return { ...reshaping('unflatten', () => shape), outputShape: shape };
}

function reshaping(kind: string, shapeOf: (x: Value) => readonly number[]): Layer {
  const infer = (g: Graph, x: Value) => reshape(g, x, [BATCH, ...shapeOf(x)]);
  return {
    kind,
    parameters: [],
    statistics: [],
    infer,
    train: (g, x) => ({
      output: infer(g, x),
      statistics: [],
      backward: (dy) => ({ parameters: [], input: () => reshape(g, dy, x.shape) }),
    }),
  };
}
