/**
 * Every output a weighted sum of all inputs: y = x Wᵀ + b. With dy the gradient of y:
 *
 *   dx = dy W,  dW = dyᵀ x,  db = Σₙ dy
 *
 * Parameters start as PyTorch's Linear: uniform within ±1/√inputs.
 */
import { gemm, reduceSum } from '../ops.ts';
import { uniform, type Layer } from './layer.ts';

/** From vectors N × inputs to vectors N × outputs. */
export function linear(inputs: number, outputs: number): Layer {
  const bound = 1 / Math.sqrt(inputs);
  return {
    kind: 'linear',
    parameters: [
      {
        name: 'weight',
        shape: [outputs, inputs],
        initial: uniform(bound, outputs * inputs),
      },
      { name: 'bias', shape: [outputs], initial: uniform(bound, outputs) },
    ],
    statistics: [],
    infer: (g, x, { parameters: [weight, bias] }) => gemm(g, x, weight, { bias, transposeB: true }),
    train: (g, x, { parameters: [weight, bias] }) => ({
      output: gemm(g, x, weight, { bias, transposeB: true }),
      statistics: [],
      backward: (dy) => ({
        parameters: [gemm(g, dy, x, { transposeA: true }), reduceSum(g, dy, [0])],
        input: () => gemm(g, dy, weight),
      }),
    }),
  };
}
