/** A layer that knows nothing of phases and blocks, such as the sigmoid, on the image at the end. */
import type { Value } from '../../graph.ts';
import type { Trainable } from '../../layers/layer.ts';
import type { Phases } from '../../phases.ts';

export function onWholeImage(layer: Trainable<Value>): Trainable<Phases> {
  return {
    ...layer,
    train: (g, [x], tensors) => {
      const { output, statistics, backward } = layer.train(g, x, tensors);
      return {
        output: [output],
        statistics,
        backward: ([dy]) => {
          const { parameters, input } = backward(dy);
          return { parameters, input: () => [input()] };
        },
      };
    },
  };
}
