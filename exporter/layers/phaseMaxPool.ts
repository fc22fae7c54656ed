/**
 * Max-pooling by two of an image in phases (phases.ts): the largest of its four phases at every
 * place. The gradient goes to the first phase that has the maximum, as in maxPool.ts.
 */
import type { Graph, Value } from '../graph.ts';
import { concat, max, maxPool2, slice } from '../ops.ts';
import { asBatch, asChannels } from '../phases.ts';
import { nchw } from '../shapes.ts';
import type { Layer } from './layer.ts';
import { shareAmongMaxima } from './maxPool.ts';

export function phaseMaxPool(): Layer {
  return {
    kind: 'maxpool',
    parameters: [],
    statistics: [],
    infer: maxPool2,
    train: (g, x) => {
      const phases = separate(g, x);
      const y = phases.reduce((largest, phase) => max(g, largest, phase));
      return {
        output: y,
        statistics: [],
        backward: (dy) => ({
          parameters: [],
          input: () => asBatch(g, concat(g, shareAmongMaxima(g, phases, y, dy), 1)),
        }),
      };
    },
  };
}

/** [4·N, C, H, W] → four of [N, C, H, W] */
function separate(g: Graph, x: Value): Value[] {
  const channels = nchw(x)[1];
  const joined = asChannels(g, x);
  return [0, 1, 2, 3].map((k) =>
    slice(g, joined, [{ axis: 1, start: k * channels, end: (k + 1) * channels }]),
  );
}
