/** Max-pooling by two of an image in phases: the largest of its four phases at every place. */
import { sharesOfMaximum } from '../../layers/maxPool.ts';
import type { Trainable } from '../../layers/layer.ts';
import { max } from '../../ops.ts';
import type { Phases } from '../../phases.ts';

export function phaseMaxPool(): Trainable<Phases> {
  return {
    kind: 'maxpool',
    parameters: [],
    statistics: [],
    train: (g, phases) => {
      const y = phases.reduce((largest, phase) => max(g, largest, phase));
      return {
        output: [y],
        statistics: [],
        backward: ([dy]) => ({ parameters: [], input: () => sharesOfMaximum(g, phases, y, dy) }),
      };
    },
  };
}
