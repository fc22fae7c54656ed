/**
 * Nearest-neighbour upsampling by two, a 3 × 3 convolution with zero padding and ReLU as one layer
 * that never makes the large image: see phaseKernels.ts for how.
 */
import type { Graph, Value } from '../../graph.ts';
import type { Trainable } from '../../layers/layer.ts';
import { concat, matMul, mul, reshape, slice, step, transpose } from '../../ops.ts';
import type { Blocks } from '../blocks.ts';
import { kernelGradients } from '../kernelGradients.ts';
import { upsamplingSums } from '../../phaseKernels.ts';
import { marginsAfter, marginsBefore, PHASES, type Phases } from '../../phases.ts';

/** @param convolution a 3 × 3 convolution, whose parameters the layer takes over */
export function upsampledConvolution(
  { parameters }: Trainable<Value>,
  blocks: Blocks,
): Trainable<Phases> {
  return {
    kind: 'upconv',
    parameters,
    statistics: [],
    train: (g, [x], { parameters: [weight, bias] }) => {
      const kernels = phaseKernels(g, blocks, weight, 'forward');
      const phases = PHASES.map((phase, k) => {
        const pads = marginsBefore(phase);
        return blocks.convolve(g, x, kernels[k], { pads, bias, relu: true });
      });
      return {
        output: phases,
        statistics: [],
        backward: (dys) => {
          const errors = dys.map((dy, k) => mul(g, dy, step(g, phases[k], 'above 0')));
          return {
            parameters: [
              weightGradient(g, blocks, x, errors, weight),
              blocks.channelSum(g, errors),
            ],
            input: () => [inputGradient(g, blocks, weight, errors)],
          };
        },
      };
    },
  };
}

/** Every phase's errors go back through its kernel, turned by 180°; each adds to the one before. */
function inputGradient(g: Graph, blocks: Blocks, weight: Value, errors: Phases): Value {
  const kernels = phaseKernels(g, blocks, weight, 'backward');
  return PHASES.reduce<Value | null>((sum, phase, k) => {
    const pads = marginsAfter(phase);
    return blocks.convolve(g, errors[k], kernels[k], sum ? { pads, plus: sum } : { pads });
  }, null)!;
}

function phaseSums(g: Graph, turned: boolean): Value {
  const name = turned ? 'upsampling_sums_turned' : 'upsampling_sums';
  return g.constant(name, { shape: [9, 16], data: upsamplingSums(turned) });
}

/** The 2 × 2 kernel of every phase, arranged: O × I forward, I × O and turned backward. */
function phaseKernels(
  g: Graph,
  blocks: Blocks,
  weight: Value,
  direction: 'forward' | 'backward',
): Value[] {
  const [outputs, inputs] = weight.shape.map(Number);
  const back = direction === 'backward';
  const sums = matMul(g, reshape(g, weight, [outputs * inputs, 9]), phaseSums(g, back));
  const split = transpose(
    g,
    reshape(g, sums, [outputs, inputs, 4, 4]),
    back ? [2, 1, 0, 3] : [2, 0, 1, 3],
  );
  const [rows, columns] = back ? [inputs, outputs] : [outputs, inputs];
  // All four are arranged at once, as if they were the kernels of four times as many outputs.
  const arranged = blocks.arrange(g, reshape(g, split, [4 * rows, columns, 2, 2]));
  return PHASES.map((_, k) =>
    slice(g, arranged, [{ axis: 0, start: k * rows, end: (k + 1) * rows }]),
  );
}

/** Gradient of the phases' kernels, then of the 3 × 3 kernel by the same sums. */
function weightGradient(g: Graph, blocks: Blocks, x: Value, errors: Phases, weight: Value): Value {
  const [outputs, inputs] = weight.shape.map(Number);
  const taps = [0, 1].flatMap((a) =>
    kernelGradients(g, blocks, x, {
      rows: [a - 1, a],
      errors: [0, 1].map((b) => ({ value: errors[2 * a + b], columns: [b - 1, b] })),
    }),
  );
  const stacked = reshape(g, concat(g, taps, 0), [2, 2, 2, 2, outputs, inputs]); // a, u, b, v, O, I
  const kernels = reshape(g, transpose(g, stacked, [4, 5, 0, 2, 1, 3]), [outputs * inputs, 16]);
  const gradient = matMul(g, kernels, transpose(g, phaseSums(g, false), [1, 0]));
  return reshape(g, gradient, weight.shape);
}
