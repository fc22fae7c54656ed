/** Nearest-neighbour upsampling by two: every pixel four times. dx is the sum of the four dy. */
import { averagePool2, mul, upsample2 } from '../ops.ts';
import type { Layer } from './layer.ts';

export function upsample(): Layer {
  return {
    kind: 'upsample',
    parameters: [],
    statistics: [],
    infer: upsample2,
    train: (g, x) => ({
      output: upsample2(g, x),
      statistics: [],
      backward: (dy) => ({
        parameters: [],
        input: () => mul(g, averagePool2(g, dy), g.scalar(4)),
      }),
    }),
  };
}
