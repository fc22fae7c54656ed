/** What training lowers, in TensorFlow.js; sharing no formula with the other engine. */
import tf from '@tensorflow/tfjs';
import type { Autoencoder } from '../../../exporter/autoencoder.ts';
import { TENSORS } from '../../../exporter/tensorNames.ts';
import type { Parts } from './network.ts';

/** By the names that the network's objective has for them. */
export type Scalars = Readonly<Record<string, tf.Scalar>>;

/**
 * What a training step lowers, and its parts; means over the images.
 *
 * @param noise standard normal, [batch, dimensions of the latent]; null where the network is not variational
 * @param divergenceWeight factor of the divergence
 */
export function lossesOf(
  { variational }: Autoencoder,
  { encode, decode }: Parts,
  images: tf.Tensor4D,
  noise: tf.Tensor2D | null,
  divergenceWeight: number,
): Scalars {
  const encoded = encode(images);
  if (variational === null || noise === null) {
    return { [TENSORS.loss]: squaredError(decode(encoded), images) };
  }
  const [mean, logVariance] = tf.split(encoded, 2, 1);
  const deviation = tf.exp(tf.div(logVariance, 2));
  const decoded = decode(tf.add(mean, tf.mul(deviation, noise)));
  const reconstruction =
    variational.likelihood === 'bernoulli'
      ? tf.mean<tf.Scalar>(crossEntropy(decoded, images))
      : tf.mul<tf.Scalar>(squaredError(decoded, images), images.size / images.shape[0] / 2);
  const divergence = tf.mean<tf.Scalar>(divergenceOf(mean, logVariance));
  return {
    [TENSORS.loss]: tf.add(reconstruction, tf.mul(divergence, divergenceWeight)),
    [TENSORS.reconstructionLoss]: reconstruction,
    [TENSORS.divergence]: divergence,
  };
}

/** As the objective's errors, their means over the images. */
export function errorsOf(
  network: Autoencoder,
  parts: Parts,
  images: tf.Tensor4D,
  noise: tf.Tensor2D | null,
): Scalars {
  const encoded = parts.encode(images);
  if (network.variational === null) {
    return { [TENSORS.squaredError]: squaredError(parts.decode(encoded), images) };
  }
  const [mean] = tf.split(encoded, 2, 1);
  const losses = lossesOf(network, parts, images, noise, 1);
  return {
    [TENSORS.squaredError]: squaredError(parts.decode(mean), images),
    [TENSORS.reconstructionLoss]: losses[TENSORS.reconstructionLoss],
    [TENSORS.divergence]: losses[TENSORS.divergence],
  };
}

/** −½ Σ (1 + log σ² − μ² − σ²) */
function divergenceOf(mean: tf.Tensor, logVariance: tf.Tensor): tf.Tensor1D {
  const terms = tf.sub(tf.sub(tf.add(logVariance, 1), tf.square(mean)), tf.exp(logVariance));
  return tf.mul(tf.sum(terms, 1), -0.5);
}

/** So that the logarithm stays finite where a probability rounds to 0 or 1. */
const LEAST = 1e-7;

/** −Σ (x log p + (1 − x) log(1 − p)) */
function crossEntropy(probability: tf.Tensor, images: tf.Tensor4D): tf.Tensor1D {
  const p = tf.clipByValue(probability, LEAST, 1 - LEAST);
  const ink = tf.mul(images, tf.log(p));
  const ground = tf.mul(tf.sub(1, images), tf.log(tf.sub(1, p)));
  return tf.neg(tf.sum(tf.add(ink, ground), [1, 2, 3]));
}

function squaredError(actual: tf.Tensor, expected: tf.Tensor4D): tf.Scalar {
  return tf.mean(tf.squaredDifference(actual, expected));
}
