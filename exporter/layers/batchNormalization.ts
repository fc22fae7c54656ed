/**
 * Batch normalisation of each channel over a batch and its pixels (Ioffe & Szegedy 2015, Algorithm 1):
 *
 *   x̂ = (x − μ) / √(σ² + ε),  y = γ x̂ + β
 *
 * with μ and the biased σ² of the batch in training, and averages over many batches in inference. As in
 * PyTorch, averages of the variance take the unbiased estimate.
 */
import type { Graph, Value } from '../graph.ts';
import {
  add,
  batchNormalization as affineNormalization,
  batchSize,
  channelMean,
  channelSum,
  div,
  mul,
  reshape,
  sqrt,
  sub,
} from '../ops.ts';
import { nchw } from '../shapes.ts';
import { constant, type Forward, type Layer, type LayerTensors } from './layer.ts';

export const EPSILON = 1e-5;

export function batchNormalization(channels: number): Layer {
  const shape = [channels];
  return {
    kind: 'batchnorm',
    parameters: [
      { name: 'weight', shape, initial: constant(1, channels) },
      { name: 'bias', shape, initial: constant(0, channels) },
    ],
    statistics: [
      { name: 'running_mean', shape, initial: constant(0, channels) },
      { name: 'running_var', shape, initial: constant(1, channels) },
    ],
    infer: (g, x, { parameters: [scale, shift], statistics: [mean, variance] }) =>
      affineNormalization(g, x, { scale, shift, mean, variance }, EPSILON),
    train: (g, x, tensors) => train(g, x, tensors, channels),
  };
}

function train(
  g: Graph,
  x: Value,
  { parameters: [gamma, beta] }: LayerTensors,
  channels: number,
): Forward<Value> {
  const [, , height, width] = nchw(x);
  const perChannel = (value: Value) => reshape(g, value, [1, channels, 1, 1]);
  const n = mul(g, batchSize(g, x), g.scalar(height * width));
  const mean = channelMean(g, x);
  const centred = sub(g, x, perChannel(mean));
  // E[x²] − E[x]² would lose digits: the mean is taken away first.
  const variance = channelMean(g, mul(g, centred, centred));
  const deviation = sqrt(g, add(g, variance, g.scalar(EPSILON)));
  const normalised = div(g, centred, perChannel(deviation));
  return {
    output: add(g, mul(g, normalised, perChannel(gamma)), perChannel(beta)),
    statistics: [mean, unbiased(g, variance, n)],
    backward: (dy) => {
      const betaGradient = channelSum(g, dy);
      const gammaGradient = channelSum(g, mul(g, dy, normalised));
      return {
        parameters: [gammaGradient, betaGradient],
        // dx = γ/σ · (dy − mean(dy) − x̂ · mean(dy · x̂))
        input: () => {
          const meanGradient = div(g, betaGradient, n);
          const projection = mul(g, normalised, perChannel(div(g, gammaGradient, n)));
          const remaining = sub(g, sub(g, dy, perChannel(meanGradient)), projection);
          return mul(g, remaining, perChannel(div(g, gamma, deviation)));
        },
      };
    },
  };
}

/** The variance of n numbers with n − 1 in place of n. */
export function unbiased(g: Graph, variance: Value, n: Value): Value {
  return mul(g, variance, div(g, n, sub(g, n, g.scalar(1))));
}
