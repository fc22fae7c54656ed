/**
 * A 3 × 3 convolution with zero padding to few channels, from phases to the whole image; see
 * phaseKernels.ts for how.
 */
import type { Graph, Value } from '../../graph.ts';
import { flipped } from '../../layers/convolution.ts';
import type { Trainable } from '../../layers/layer.ts';
import { add, channelSum, depthToSpace, matMul, reshape, slice, transpose } from '../../ops.ts';
import type { Blocks } from '../blocks.ts';
import { imageKernelGradient } from '../imageKernelGradient.ts';
import { stridedPhases } from '../stridedPhases.ts';
import { SQUARE, squarePlacements } from '../../phaseKernels.ts';
import { marginsAfter, PHASES, type Phases } from '../../phases.ts';

/** @param convolution whose parameters the layer takes over */
export function outputConvolution(
  { parameters }: Trainable<Value>,
  blocks: Blocks,
): Trainable<Phases> {
  return {
    kind: 'conv',
    parameters,
    statistics: [],
    train: (g, phases, { parameters: [weight, bias] }) => {
      const image = depthToSpace(g, blocks.leave(g, squares(g, blocks, phases, weight)), SQUARE);
      return {
        output: [add(g, image, reshape(g, bias, [1, Number(bias.shape[0]), 1, 1]))],
        statistics: [],
        backward: ([dy]) => {
          // Seen from the errors it is a convolution from few channels, its kernel turned by 180°.
          const gradient = imageKernelGradient(g, blocks, dy, phases); // [I, O, 3, 3]
          return {
            parameters: [flipped(g, gradient), channelSum(g, dy)],
            input: () => stridedPhases(g, blocks, dy, flipped(g, weight)),
          };
        },
      };
    },
  };
}

/** The result as N × 16·O × H/2 × W/2 for phases of H × W, in the order that DepthToSpace undoes. */
function squares(g: Graph, blocks: Blocks, phases: Phases, weight: Value): Value {
  const kernels = squareKernels(g, blocks, weight);
  return PHASES.reduce<Value | null>((sum, phase, k) => {
    const pads = marginsAfter(phase);
    const form = sum ? { pads, stride: 2, plus: sum } : { pads, stride: 2 };
    return blocks.convolve(g, phases[k], kernels[k], form);
  }, null)!;
}

/** For each phase the kernel to the squares, arranged: 16·O × I × 3 × 3. */
function squareKernels(g: Graph, blocks: Blocks, weight: Value): Value[] {
  const [outputs, inputs] = weight.shape.map(Number);
  const placed = matMul(
    g,
    reshape(g, weight, [outputs * inputs, 9]),
    g.constant('square_placements', { shape: [9, 4 * SQUARE ** 2 * 9], data: squarePlacements() }),
  );
  const split = reshape(g, placed, [outputs, inputs, 4, SQUARE ** 2, 9]);
  const rows = SQUARE ** 2 * outputs;
  const all = reshape(g, transpose(g, split, [2, 3, 0, 1, 4]), [4 * rows, inputs, 3, 3]);
  const arranged = blocks.arrange(g, all);
  return PHASES.map((_, k) =>
    slice(g, arranged, [{ axis: 0, start: k * rows, end: (k + 1) * rows }]),
  );
}
