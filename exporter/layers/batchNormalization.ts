/**
 * Batch normalisation of each channel over a batch and its pixels (Ioffe & Szegedy 2015, Algorithm 1):
 *
 *   x̂ = (x − μ) / √(σ² + ε),  y = γ x̂ + β
 *
 * with μ and the biased σ² of the batch in training, and running estimates in inference. As in
 * PyTorch, the running variance takes the unbiased estimate, and each running value moves by 0.1
 * towards the batch's.
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
const MOMENTUM = 0.1;

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
  { parameters, statistics }: LayerTensors,
  channels: number,
): Forward<Value> {
  const [, , height, width] = nchw(x);
  const perChannel = (value: Value) => reshape(g, value, [1, channels, 1, 1]);
  const [gamma, beta] = parameters;
  const n = mul(g, batchSize(g, x), g.scalar(height * width));
  const mean = channelMean(g, x);
  const centred = sub(g, x, perChannel(mean));
  // E[x²] − E[x]² would lose digits: the mean is taken away first.
  const variance = channelMean(g, mul(g, centred, centred));
  const deviation = sqrt(g, add(g, variance, g.scalar(EPSILON)));
  const normalised = div(g, centred, perChannel(deviation));
  return {
    output: add(g, mul(g, normalised, perChannel(gamma)), perChannel(beta)),
    statistics: runningStatistics(g, statistics, { mean, variance, n }),
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

/** running ← running + 0.1 · (batch − running), the variance with n / (n − 1) of its n numbers. */
export function runningStatistics(
  g: Graph,
  running: readonly Value[],
  batch: { readonly mean: Value; readonly variance: Value; readonly n: Value },
): Value[] {
  const { mean, variance, n } = batch;
  const unbiased = mul(g, variance, div(g, n, sub(g, n, g.scalar(1))));
  return [mean, unbiased].map((value, i) => {
    const change = sub(g, value, running[i]);
    return add(g, running[i], mul(g, change, g.scalar(MOMENTUM)));
  });
}
