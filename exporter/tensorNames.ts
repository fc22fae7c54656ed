/** Names of the tensors that cross the border of Caelum's graphs. All are float32. */
export const TENSORS = {
  /** [batch, channels, height, width] in [0, 1]. */
  image: 'image',
  /** [batch, …latent shape], unbounded. */
  latent: 'latent',
  /** [batch, channels, height, width] in [0, 1]. */
  reconstruction: 'reconstruction',
  /** [batch]: mean squared error of each image's reconstruction. */
  squaredError: 'squared_error',
  /** [batch, dimensions of the latent]: the middle of what a variational encoder gives. */
  mean: 'mean',
  /** [batch, dimensions of the latent]: logarithm of the variance around the mean. */
  logVariance: 'log_variance',
  /** [batch, dimensions of the latent], standard normal: what a latent is drawn with. */
  noise: 'noise',
  /** Scalar: what training lowers, over the batch of a training step. */
  loss: 'loss',
  /** −log p(x | z) in nats: a scalar of a training step, [batch] of an evaluation. */
  reconstructionLoss: 'reconstruction_loss',
  /** KL divergence of the latent from the standard normal in nats: a scalar, or [batch] likewise. */
  divergence: 'kl_divergence',
  /** [batch]: logarithm of an importance weight, p(x, z) / q(z | x). */
  logWeight: 'log_weight',
  /** Scalar: factor of the divergence in the loss. */
  divergenceWeight: 'kl_weight',
  /** Scalar. */
  learningRate: 'learning_rate',
} as const;

/** Name of the axis over the images of a batch. */
export const BATCH = 'batch';

/** Channels, height and width. */
export type ImageDimensions = readonly [number, number, number];
