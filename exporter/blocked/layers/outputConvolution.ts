/**
 * A 3 × 3 convolution with zero padding to few channels, such as the image that a decoder ends with:
 * from phases to the whole image. It would leave a block of channels nearly empty; so the pixels of
 * every 4 × 4 square of the result are computed as 16 channels. Row 4h + i of the result reads rows
 * 4h + i + p − 1, of which row 2j + a is row j of phase a: three rows j = 2h − a + u, u = 0, 1, 2, meet
 * the square, and tap p = 2u − a − i + 1 of the kernel where there is such a tap. Columns likewise.
 */
import type { Graph, Value } from '../../graph.ts';
import { flipped } from '../../layers/convolution.ts';
import type { Trainable } from '../../layers/layer.ts';
import { add, channelSum, depthToSpace, matMul, reshape, slice, transpose } from '../../ops.ts';
import type { Blocks } from '../blocks.ts';
import { imageKernelGradient } from '../imageKernelGradient.ts';
import { PHASES, type Phases } from '../../phases.ts';
import { stridedPhases } from './pooledConvolution.ts';

/** Rows and columns of a square. */
const SQUARE = 4;

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
  return PHASES.reduce<Value | null>((sum, [a, b], k) => {
    const pads = { top: a, left: b, bottom: 1 - a, right: 1 - b };
    const form = sum ? { pads, stride: 2, plus: sum } : { pads, stride: 2 };
    return blocks.convolve(g, phases[k], kernels[k], form);
  }, null)!;
}

/** For each phase the kernel to the squares, arranged: 16·O × I × 3 × 3. */
function squareKernels(g: Graph, blocks: Blocks, weight: Value): Value[] {
  const [outputs, inputs] = weight.shape.map(Number);
  const placed = matMul(g, reshape(g, weight, [outputs * inputs, 9]), placements(g));
  const split = reshape(g, placed, [outputs, inputs, 4, SQUARE * SQUARE, 9]);
  const rows = SQUARE * SQUARE * outputs;
  const all = reshape(g, transpose(g, split, [2, 3, 0, 1, 4]), [4 * rows, inputs, 3, 3]);
  const arranged = blocks.arrange(g, all);
  return PHASES.map((_, k) =>
    slice(g, arranged, [{ axis: 0, start: k * rows, end: (k + 1) * rows }]),
  );
}

/** 9 × (phase, square's pixel (i, j), tap (u, v)): where each tap (p, q) of the kernel goes. */
function placements(g: Graph): Value {
  const columns = 4 * SQUARE * SQUARE * 9;
  const data = new Float32Array(9 * columns);
  let column = 0;
  for (const [a, b] of PHASES) {
    for (let pixel = 0; pixel < SQUARE * SQUARE; pixel++) {
      const [i, j] = [Math.floor(pixel / SQUARE), pixel % SQUARE];
      for (let tap = 0; tap < 9; tap++, column++) {
        const p = 2 * Math.floor(tap / 3) - a - i + 1;
        const q = 2 * (tap % 3) - b - j + 1;
        if (p >= 0 && p < 3 && q >= 0 && q < 3) data[(3 * p + q) * columns + column] = 1;
      }
    }
  }
  return g.constant('square_placements', { shape: [9, columns], data });
}
