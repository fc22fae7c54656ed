/**
 * A convolution of phases (phases.ts) to an image with few channels, such as the last of a network:
 * y = Sᵀ(W′ · x) with the way back Sᵀ of the shifts (shifts.ts) and the kernel W′ turned by 180°. The
 * products W′ · x are few maps, so that putting the phases together is cheap.
 */
import { add, conv, reduceSum, reshape, transpose } from '../ops.ts';
import { fromPhases, toPhases } from '../phases.ts';
import { halfTurn, productOverImages, shifts, sumOfShifts } from '../shifts.ts';
import type { Layer } from './layer.ts';

/** @param convolution whose parameters the layer takes over */
export function fewOutputsConvolution({ parameters, infer }: Layer): Layer {
  return {
    kind: 'conv',
    parameters,
    statistics: [],
    infer,
    train: (g, x, { parameters: [weight, bias] }) => {
      const [outputs, inputs, kernel] = weight.shape.map(Number);
      const copies = kernel * kernel * outputs;
      const turned = transpose(g, halfTurn(g, weight), [2, 3, 0, 1]); // [K, K, O, I]
      const products = conv(g, x, reshape(g, turned, [copies, inputs, 1, 1]), null, 0);
      const image = sumOfShifts(g, fromPhases(g, products), kernel);
      return {
        output: add(g, image, reshape(g, bias, [1, outputs, 1, 1])),
        statistics: [],
        backward: (dy) => {
          const errors = toPhases(g, shifts(g, dy, kernel)); // [4·N, K·K·O, H, W]
          const total = productOverImages(g, errors, x); // [K·K·O, I]
          const split = reshape(g, total, [kernel, kernel, outputs, inputs]);
          const gradient = halfTurn(g, transpose(g, split, [2, 3, 0, 1]));
          return {
            parameters: [gradient, reduceSum(g, dy, [0, 2, 3])],
            input: () => {
              const flat = reshape(g, turned, [copies, inputs]);
              const back = reshape(g, transpose(g, flat, [1, 0]), [inputs, copies, 1, 1]);
              return conv(g, errors, back, null, 0);
            },
          };
        },
      };
    },
  };
}
