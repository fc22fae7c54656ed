/** L = mean((ŷ − y)²) over images, channels and pixels; ∂L/∂ŷ = 2 (ŷ − y) / count. */
import type { Graph, Value } from '../graph.ts';
import { batchSize, div, mul, reduceMean, sub } from '../ops.ts';
import { nchw } from '../shapes.ts';
import type { Loss } from './objective.ts';

export function meanSquaredError(g: Graph, prediction: Value, target: Value): Loss {
  const [, channels, height, width] = nchw(prediction);
  const error = sub(g, prediction, target);
  return {
    loss: reduceMean(g, mul(g, error, error), [0, 1, 2, 3]),
    gradient: () => {
      const scale = div(g, g.scalar(2 / (channels * height * width)), batchSize(g, prediction));
      return mul(g, error, scale);
    },
  };
}

/** Mean squared error of each image by itself: [batch]. */
export function squaredErrorPerImage(g: Graph, prediction: Value, target: Value): Value {
  const error = sub(g, prediction, target);
  return reduceMean(g, mul(g, error, error), [1, 2, 3]);
}
