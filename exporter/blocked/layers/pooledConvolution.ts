/**
 * A 3 × 3 convolution with zero padding and ReLU, whose result is going to be pooled and so comes in
 * phases: phase (a, b) of the result is a convolution of stride 2 that begins at row a and column b.
 */
import type { Graph, Value } from '../../graph.ts';
import { flipped } from '../../layers/convolution.ts';
import type { Trainable } from '../../layers/layer.ts';
import { concat, mul, reshape, step, transpose } from '../../ops.ts';
import { nchw } from '../../shapes.ts';
import type { Blocks } from '../blocks.ts';
import { imageKernelGradient } from '../imageKernelGradient.ts';
import { kernelGradients } from '../kernelGradients.ts';
import { stridedPhases } from '../stridedPhases.ts';
import type { Phases } from '../../phases.ts';

/** @param convolution whose parameters the layer takes over */
export function pooledConvolution(
  { parameters }: Trainable<Value>,
  blocks: Blocks,
): Trainable<Phases> {
  return {
    kind: 'conv',
    parameters,
    statistics: [],
    train: (g, [x], { parameters: [weight, bias] }) => {
      const phases = stridedPhases(g, blocks, x, weight, { bias, relu: true });
      return {
        output: phases,
        statistics: [],
        backward: (dys) => {
          const errors = dys.map((dy, k) => mul(g, dy, step(g, phases[k], 'above 0')));
          const biasGradient = blocks.channelSum(g, errors);
          if (!blocks.fit(nchw(x)[1])) {
            return {
              parameters: [imageKernelGradient(g, blocks, x, errors), biasGradient],
              input: () => {
                throw new Error('an image of few channels has no use for a gradient');
              },
            };
          }
          const joined = blocks.join(g, errors);
          return {
            parameters: [weightGradient(g, blocks, x, joined, weight), biasGradient],
            input: () => [inputGradient(g, blocks, weight, joined)],
          };
        },
      };
    },
  };
}

const MARGINS = { top: 1, left: 1, bottom: 1, right: 1 };

/** Inputs and outputs change places and the kernel turns by 180°. */
function inputGradient(g: Graph, blocks: Blocks, weight: Value, errors: Value): Value {
  const back = blocks.arrange(g, flipped(g, weight));
  return blocks.convolve(g, errors, back, { pads: MARGINS });
}

function weightGradient(g: Graph, blocks: Blocks, x: Value, errors: Value, weight: Value): Value {
  const [outputs, inputs] = weight.shape.map(Number);
  const taps = [-1, 0, 1];
  const gradients = kernelGradients(g, blocks, x, {
    rows: taps,
    errors: [{ value: errors, columns: taps }],
  });
  const stacked = reshape(g, concat(g, gradients, 0), [3, 3, outputs, inputs]);
  return transpose(g, stacked, [2, 3, 0, 1]);
}
