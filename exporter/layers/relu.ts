/** y = max(x, 0); dx = dy where y > 0, else 0. */
import { greaterMask, mul, relu as rectify } from '../ops.ts';
import type { Layer } from './layer.ts';

export function relu(): Layer {
  return {
    kind: 'relu',
    parameters: [],
    statistics: [],
    infer: rectify,
    train: (g, x) => {
      const y = rectify(g, x);
      return {
        output: y,
        statistics: [],
        backward: (dy) => ({
          parameters: [],
          input: () => mul(g, dy, greaterMask(g, y, g.scalar(0))),
        }),
      };
    },
  };
}
