/**
 * A latent with a normal distribution of its own for every image, N(μ, diag σ²), as a variational
 * autoencoder has it (Kingma & Welling 2014, "Auto-Encoding Variational Bayes", section 3 and
 * appendix B). The encoder gives μ and s = log σ² side by side.
 */
import type { Graph, Value } from '../graph.ts';
import { add, batchSize, concat, div, exp, mul, reduceSum, slice, sub } from '../ops.ts';
import { fixed } from '../shapes.ts';

/** Both are [batch, dimensions of the latent]. */
export interface Posterior {
  readonly mean: Value;
  readonly logVariance: Value;
}

/** @param encoded [batch, 2 · dimensions] */
export function posteriorOf(g: Graph, encoded: Value): Posterior {
  const size = fixed(encoded, 1) / 2;
  return {
    mean: slice(g, encoded, [{ axis: 1, start: 0, end: size }]),
    logVariance: slice(g, encoded, [{ axis: 1, start: size, end: 2 * size }]),
  };
}

/** The gradient of what {@link posteriorOf} took. */
export function posteriorGradient(g: Graph, { mean, logVariance }: Posterior): Value {
  return concat(g, [mean, logVariance], 1);
}

/** A latent drawn from the posterior, and how its gradient reaches the posterior. */
export interface Sample {
  /** [batch, dimensions] */
  readonly latent: Value;
  /** Adds ∂/∂μ and ∂/∂s from ∂/∂latent. */
  readonly gradient: (latentGradient: Value) => Posterior;
}

/**
 * z = μ + e^(s/2) · ε, so that ∂z/∂μ = 1 and ∂z/∂s = ½ e^(s/2) · ε.
 *
 * @param noise ε, standard normal, [batch, dimensions]
 */
export function sample(g: Graph, { mean, logVariance }: Posterior, noise: Value): Sample {
  const deviation = exp(g, mul(g, logVariance, g.scalar(0.5)));
  const moved = mul(g, deviation, noise);
  return {
    latent: add(g, mean, moved),
    gradient: (dz) => ({
      mean: dz,
      logVariance: mul(g, mul(g, dz, moved), g.scalar(0.5)),
    }),
  };
}

/**
 * log p(z) − log q(z | x) = ½ Σ (ε² + s − z²) of each draw z = μ + e^(s/2) · ε, [batch].
 *
 * @param noise ε of the draw
 */
export function logDensityRatio(
  g: Graph,
  latent: Value,
  { logVariance }: Posterior,
  noise: Value,
): Value {
  const within = add(g, mul(g, noise, noise), logVariance);
  const terms = sub(g, within, mul(g, latent, latent));
  return mul(g, reduceSum(g, terms, [1]), g.scalar(0.5));
}

/** KL(N(μ, σ²) ‖ N(0, 1)) = ½ Σ (μ² + eˢ − 1 − s) of each image in nats, [batch]. */
export function divergencePerImage(g: Graph, { mean, logVariance }: Posterior): Value {
  const spread = sub(g, sub(g, exp(g, logVariance), g.scalar(1)), logVariance);
  return mul(g, reduceSum(g, add(g, mul(g, mean, mean), spread), [1]), g.scalar(0.5));
}

/**
 * Gradient of `weight` times the mean divergence of the images: μ and ½ (eˢ − 1), each times
 * weight / images.
 */
export function divergenceGradient(
  g: Graph,
  { mean, logVariance }: Posterior,
  weight: Value,
): Posterior {
  const scale = div(g, weight, batchSize(g, mean));
  const excess = sub(g, exp(g, logVariance), g.scalar(1));
  return {
    mean: mul(g, mean, scale),
    logVariance: mul(g, excess, mul(g, scale, g.scalar(0.5))),
  };
}
