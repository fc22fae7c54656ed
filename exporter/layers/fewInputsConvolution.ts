/**
 * A convolution of an image with few channels, such as the first of a network, that gives its result
 * in phases (phases.ts): y = W · S(x) with the shifts S (shifts.ts), which are few enough maps to be
 * rearranged cheaply, and serve the gradient of the weights as well.
 */
import { conv, reduceSum, reshape, transpose } from '../ops.ts';
import { fromPhases, toPhases } from '../phases.ts';
import { productOverImages, shifts, sumOfShifts } from '../shifts.ts';
import type { Layer } from './layer.ts';

/** @param convolution whose parameters the layer takes over; images need an even height and width */
export function fewInputsConvolution({ parameters, infer }: Layer): Layer {
  return {
    kind: 'conv',
    parameters,
    statistics: [],
    infer,
    train: (g, x, { parameters: [weight, bias] }) => {
      const [outputs, inputs, kernel] = weight.shape.map(Number);
      const copies = kernel * kernel * inputs;
      const patches = toPhases(g, shifts(g, x, kernel)); // [4·N, K·K·I, H/2, W/2]
      const offsetsFirst = reshape(g, transpose(g, weight, [0, 2, 3, 1]), [outputs, copies]);
      return {
        output: conv(g, patches, reshape(g, offsetsFirst, [outputs, copies, 1, 1]), bias, 0),
        statistics: [],
        backward: (dy) => {
          const total = productOverImages(g, dy, patches); // [O, K·K·I]
          const split = reshape(g, total, [outputs, kernel, kernel, inputs]);
          return {
            parameters: [transpose(g, split, [0, 3, 1, 2]), reduceSum(g, dy, [0, 2, 3])],
            input: () => {
              const back = reshape(g, transpose(g, offsetsFirst, [1, 0]), [copies, outputs, 1, 1]);
              return sumOfShifts(g, fromPhases(g, conv(g, dy, back, null, 0)), kernel);
            },
          };
        },
      };
    },
  };
}
