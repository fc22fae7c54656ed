/**
 * How likely images are where the decoder gives x̂: −log p(x | z) of each image in nats, up to a
 * constant, and its gradient.
 */
import type { Graph, Value } from '../graph.ts';
import {
  abs,
  add,
  batchSize,
  div,
  exp,
  log,
  mul,
  neg,
  reduceSum,
  relu,
  sigmoid,
  sub,
} from '../ops.ts';

export interface Likelihood {
  /** Layers at the end of the decoder that the prediction leaves out. */
  readonly before: number;
  /** −log p of each image, [batch]. */
  readonly perImage: (g: Graph, prediction: Value, target: Value) => Value;
  /** Gradient of the mean of {@link perImage} over the images, shaped as the prediction. */
  readonly gradient: (g: Graph, prediction: Value, target: Value) => Value;
}

const PIXELS = [1, 2, 3];

/**
 * Every pixel is 1 with probability σ(l), else 0; for pixels between, the cross entropy. From the
 * logits l before the decoder's sigmoid, since σ(l) rounds to 0 and 1:
 *
 *   −log p = Σ max(l, 0) − x l + log(1 + e^(−|l|)),  ∂/∂l = σ(l) − x
 */
export const bernoulli: Likelihood = {
  before: 1,
  perImage: (g, logits, target) => {
    const tail = log(g, add(g, exp(g, neg(g, abs(g, logits))), g.scalar(1)));
    const linear = sub(g, relu(g, logits), mul(g, logits, target));
    return reduceSum(g, add(g, linear, tail), PIXELS);
  },
  gradient: (g, logits, target) => div(g, sub(g, sigmoid(g, logits), target), batchSize(g, logits)),
};

/** Every pixel is normal around x̂ with variance 1: −log p = ½ Σ (x̂ − x)² + constant. */
export const gaussian: Likelihood = {
  before: 0,
  perImage: (g, prediction, target) => {
    const error = sub(g, prediction, target);
    return mul(g, reduceSum(g, mul(g, error, error), PIXELS), g.scalar(0.5));
  },
  gradient: (g, prediction, target) => div(g, sub(g, prediction, target), batchSize(g, prediction)),
};

export const LIKELIHOODS = { bernoulli, gaussian } as const;

export type LikelihoodName = keyof typeof LIKELIHOODS;
