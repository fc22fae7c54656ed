/**
 * Convolution with a square kernel of odd size, stride 1, zero padding that keeps the image's size:
 *
 *   y[n,o,h,w] = b[o] + Σ_{i,p,q} W[o,i,p,q] · x[n,i,h+p−m,w+q−m],  m = (kernel − 1) / 2
 *
 * Parameters start as PyTorch's Conv2d: uniform within ±1/√fan_in, weights and biases alike
 * (Kaiming-uniform with a = √5).
 */
import type { Graph, Value } from '../graph.ts';
import { concat, conv, matMul, padImages, reduceSum, reshape, slice, transpose } from '../ops.ts';
import { count, nchw } from '../shapes.ts';
import type { Layer, Random } from './layer.ts';

export function convolution(inputs: number, outputs: number, kernel = 3): Layer {
  const margin = (kernel - 1) / 2;
  const weightShape = [outputs, inputs, kernel, kernel];
  const bound = 1 / Math.sqrt(inputs * kernel * kernel);
  return {
    kind: 'conv',
    parameters: [
      { name: 'weight', shape: weightShape, initial: uniform(bound, count(weightShape)) },
      { name: 'bias', shape: [outputs], initial: uniform(bound, outputs) },
    ],
    statistics: [],
    infer: (g, x, { parameters: [weight, bias] }) => conv(g, x, weight, bias, margin),
    train: (g, x, { parameters: [weight, bias] }) => ({
      output: conv(g, x, weight, bias, margin),
      statistics: [],
      backward: (dy) => ({
        parameters: [weightGradient(g, x, dy, kernel), reduceSum(g, dy, [0, 2, 3])],
        input: () => conv(g, dy, turned(g, weight), null, margin),
      }),
    }),
  };
}

/**
 * ∂loss/∂W[o,i,p,q] = Σ_{n,h,w} dy[n,o,h,w] · x[n,i,h+p−m,w+q−m]: every shift of the padded input
 * is a slice, so that all of them together are one matrix product an image. (As `Conv` of transposed
 * operands it takes three times as long on ONNX Runtime's CPU provider.)
 */
function weightGradient(g: Graph, x: Value, dy: Value, kernel: number): Value {
  const [batch, inputs, height, width] = nchw(x);
  const outputs = nchw(dy)[1];
  const padded = padImages(g, x, (kernel - 1) / 2);
  const shifts = Array.from({ length: kernel * kernel }, (_, k) => {
    const [p, q] = [Math.floor(k / kernel), k % kernel];
    return slice(g, padded, [
      { axis: 2, start: p, end: p + height },
      { axis: 3, start: q, end: q + width },
    ]);
  });
  const rows = kernel * kernel * inputs;
  const patches = reshape(g, concat(g, shifts, 1), [batch, rows, height * width]);
  const errors = reshape(g, dy, [batch, outputs, height * width]);
  const products = matMul(g, errors, transpose(g, patches, [0, 2, 1])); // [batch, O, K·K·I]
  const total = reshape(g, reduceSum(g, products, [0]), [outputs, kernel, kernel, inputs]);
  return transpose(g, total, [0, 3, 1, 2]); // [O, I, K, K]
}

/**
 * The weights that carry a gradient back: inputs and outputs change places and the kernel turns by
 * 180°, since x[i] meets W[p] where y = x + m − p.
 */
function turned(g: Graph, weight: Value): Value {
  const swapped = transpose(g, weight, [1, 0, 2, 3]);
  return slice(g, swapped, [
    { axis: 2, start: -1, step: -1 },
    { axis: 3, start: -1, step: -1 },
  ]);
}

function uniform(bound: number, size: number) {
  return (random: Random) => Float32Array.from({ length: size }, () => (2 * random() - 1) * bound);
}
