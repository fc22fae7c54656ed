/**
 * The end of a decoder in inference: upsampling → convolution → ReLU → batch normalisation →
 * convolution to few channels. The large image travels in phases (phases.ts) from the one convolution
 * to the other, which is several times less work (phaseKernels.ts) in operators that every runtime has.
 */
import type { Graph, Value } from './graph.ts';
import { add, batchNormalization, conv, depthToSpace, relu } from './ops.ts';
import { EPSILON } from './layers/batchNormalization.ts';
import { SQUARE, squarePlacements, upsamplingSums } from './phaseKernels.ts';
import { marginsAfter, marginsBefore, PHASES } from './phases.ts';

/** A 3 × 3 convolution's numbers: O × I × 3 × 3, and O. */
export interface ConvolutionWeights {
  readonly weight: Float32Array;
  readonly bias: Float32Array;
}

export interface OutputWeights {
  /** Of the convolution after the upsampling. */
  readonly hidden: ConvolutionWeights;
  readonly normalization: {
    readonly scale: Float32Array;
    readonly shift: Float32Array;
    readonly mean: Float32Array;
    readonly variance: Float32Array;
  };
  /** Of the convolution to few channels. */
  readonly output: ConvolutionWeights;
}

/** @param x latents or features, N × I × H × W with even H and W; the result is N × C × 2H × 2W */
export function phasedOutput(
  g: Graph,
  x: Value,
  { hidden, normalization, output }: OutputWeights,
): Value {
  const width = hidden.bias.length;
  const channels = output.bias.length;
  const vector = (name: string, data: Float32Array) =>
    g.constant(name, { shape: [data.length], data });
  const affine = {
    scale: vector('normalization.weight', normalization.scale),
    shift: vector('normalization.bias', normalization.shift),
    mean: vector('normalization.running_mean', normalization.mean),
    variance: vector('normalization.running_var', normalization.variance),
  };
  const hiddenBias = vector('hidden.bias', hidden.bias);
  const outputBias = vector('output.bias', repeated(output.bias, SQUARE ** 2));
  const hiddenKernels = phaseKernels(hidden.weight, width);
  const outputKernels = squareKernels(output.weight, channels);
  const squares = PHASES.map((phase, k) => {
    const kernel = (name: string, shape: number[], data: Float32Array) =>
      g.constant(`${name}.weight.${phase.join('')}`, { shape, data });
    const inputs = hiddenKernels[k].length / width / 4;
    const first = kernel('hidden', [width, inputs, 2, 2], hiddenKernels[k]);
    const activation = relu(g, conv(g, x, first, hiddenBias, marginsBefore(phase)));
    const normalised = batchNormalization(g, activation, affine, EPSILON);
    const second = kernel('output', [SQUARE ** 2 * channels, width, 3, 3], outputKernels[k]);
    return conv(g, normalised, second, k === 0 ? outputBias : null, marginsAfter(phase), 2);
  });
  return depthToSpace(
    g,
    squares.reduce((sum, square) => add(g, sum, square)),
    SQUARE,
    'CRD',
  );
}

/** O × I × 3 × 3 → for each phase O × I × 2 × 2. */
function phaseKernels(weight: Float32Array, outputs: number): Float32Array[] {
  const inputs = weight.length / outputs / 9;
  const taps = product(weight, upsamplingSums(), 16);
  return PHASES.map((_, k) =>
    Float32Array.from({ length: outputs * inputs * 4 }, (_unused, at) => {
      return taps[16 * Math.floor(at / 4) + 4 * k + (at % 4)];
    }),
  );
}

/** C × I × 3 × 3 → for each phase C·16 × I × 3 × 3, the pixels of a square after each other. */
function squareKernels(weight: Float32Array, outputs: number): Float32Array[] {
  const inputs = weight.length / outputs / 9;
  const pixels = SQUARE ** 2;
  const columns = 4 * pixels * 9;
  const placed = product(weight, squarePlacements(), columns);
  return PHASES.map((_, phase) => {
    const kernel = new Float32Array(pixels * outputs * inputs * 9);
    let at = 0;
    for (let output = 0; output < outputs; output++) {
      for (let pixel = 0; pixel < pixels; pixel++) {
        for (let input = 0; input < inputs; input++) {
          const from = columns * (output * inputs + input) + 9 * (pixels * phase + pixel);
          kernel.set(placed.subarray(from, from + 9), at);
          at += 9;
        }
      }
    }
    return kernel;
  });
}

/** Kernels of 9 taps each, times a matrix 9 × columns. */
function product(kernels: Float32Array, matrix: Float32Array, columns: number): Float32Array {
  const result = new Float32Array((kernels.length / 9) * columns);
  for (let i = 0; i < result.length; i++) {
    const [row, column] = [Math.floor(i / columns), i % columns];
    let sum = 0;
    for (let k = 0; k < 9; k++) sum += kernels[9 * row + k] * matrix[columns * k + column];
    result[i] = sum;
  }
  return result;
}

function repeated(values: Float32Array, times: number): Float32Array {
  return Float32Array.from(
    { length: values.length * times },
    (_, i) => values[Math.floor(i / times)],
  );
}
