/**
 * Convolution with a square kernel of odd size, stride 1, zero padding that keeps the image's size:
 *
 *   y[n,o,h,w] = b[o] + Σ_{i,p,q} W[o,i,p,q] · x[n,i,h+p−m,w+q−m],  m = (kernel − 1) / 2
 *
 * Parameters start as PyTorch's Conv2d: uniform within ±1/√fan_in, weights and biases alike
 * (Kaiming-uniform with a = √5).
 */
import type { Graph, Value } from '../graph.ts';
import { channelSum, conv, reshape, transpose } from '../ops.ts';
import { count, nchw } from '../shapes.ts';
import { halfTurn, productOverImages, shifts } from '../shifts.ts';
import { uniform, type Layer } from './layer.ts';

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
        parameters: [weightGradient(g, x, dy, kernel), channelSum(g, dy)],
        input: () => conv(g, dy, flipped(g, weight), null, margin),
      }),
    }),
  };
}

/**
 * ∂loss/∂W[o,i,p,q] = Σ_{n,h,w} dy[n,o,h,w] · x[n,i,h+p−m,w+q−m]: shifts of the input against the
 * gradient, or just as well of the gradient against the input. With all shifts stacked this is one
 * matrix product an image; whichever of the two has fewer channels is shifted.
 */
function weightGradient(g: Graph, x: Value, dy: Value, kernel: number): Value {
  const inputs = nchw(x)[1];
  const outputs = nchw(dy)[1];
  if (inputs <= outputs) {
    const total = productOverImages(g, dy, shifts(g, x, kernel)); // [O, K·K·I]
    const split = reshape(g, total, [outputs, kernel, kernel, inputs]);
    return transpose(g, split, [0, 3, 1, 2]); // [O, I, K, K]
  }
  // Moving dy by (p, q) one way is moving x the other way: the kernel comes out turned by 180°.
  const total = productOverImages(g, x, shifts(g, dy, kernel)); // [I, K·K·O]
  const split = reshape(g, total, [inputs, kernel, kernel, outputs]);
  return halfTurn(g, transpose(g, split, [3, 0, 1, 2])); // [O, I, K, K]
}

/**
 * The weights that carry a gradient back: inputs and outputs change places and the kernel turns by
 * 180°, since x[i] meets W[p] where y = x + m − p.
 */
export function flipped(g: Graph, weight: Value): Value {
  return halfTurn(g, transpose(g, weight, [1, 0, 2, 3]));
}
