/** y = 1 / (1 + e⁻ˣ); dx = dy · y · (1 − y). */
import { mul, sigmoid as squash, sub } from '../ops.ts';
import type { Layer } from './layer.ts';

export function sigmoid(): Layer {
  return {
    kind: 'sigmoid',
    parameters: [],
    statistics: [],
    infer: squash,
    train: (g, x) => {
      const y = squash(g, x);
      return {
        output: y,
        statistics: [],
        backward: (dy) => ({
          parameters: [],
          input: () => mul(g, dy, mul(g, y, sub(g, g.scalar(1), y))),
        }),
      };
    },
  };
}
