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
  /** Scalar: mean squared error over the batch of a training step. */
  loss: 'loss',
  /** Scalar. */
  learningRate: 'learning_rate',
} as const;

/** Name of the axis over the images of a batch. */
export const BATCH = 'batch';
