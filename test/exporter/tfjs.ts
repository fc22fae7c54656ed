/** TensorFlow.js, whose autodiff judges ours. Its images are N × H × W × C. */
import tf from '@tensorflow/tfjs';
import type { Tensor } from '../helpers.ts';

await tf.setBackend('cpu');

export { tf };

/** N × C × H × W numbers as a TensorFlow.js image tensor. */
export function imageTensor({ data, dims }: Tensor): tf.Tensor4D {
  return tf.transpose(tf.tensor4d(data, dims as [number, number, number, number]), [0, 2, 3, 1]);
}

/** A TensorFlow.js image tensor as N × C × H × W numbers. */
export function imageNumbers(tensor: tf.Tensor): Float32Array {
  return tf.transpose(tensor, [0, 3, 1, 2]).dataSync() as Float32Array;
}

/** O × I × Kh × Kw numbers as TensorFlow.js takes a kernel: Kh × Kw × I × O. */
export function kernelTensor({ data, dims }: Tensor): tf.Tensor4D {
  return tf.transpose(tf.tensor4d(data, dims as [number, number, number, number]), [2, 3, 1, 0]);
}

export function kernelNumbers(tensor: tf.Tensor): Float32Array {
  return tf.transpose(tensor, [3, 2, 0, 1]).dataSync() as Float32Array;
}

/** Batch normalisation over a batch, from its definition. */
export function batchNormalize(x: tf.Tensor4D, gamma: tf.Tensor, beta: tf.Tensor): tf.Tensor4D {
  const { mean, variance } = tf.moments(x, [0, 1, 2]);
  const normalised = tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, 1e-5)));
  return tf.add(tf.mul(normalised, gamma), beta);
}

/**
 * Nearest-neighbour upsampling by two, as every row and column twice: TensorFlow.js 4.22's gradient of
 * `resizeNearestNeighbor` on its JavaScript backend is wrong for batches of more than one image.
 */
export function upsample(x: tf.Tensor4D): tf.Tensor4D {
  const [batch, height, width, channels] = x.shape;
  const rows = tf.tile(tf.reshape(x, [batch * height, 1, width * channels]), [1, 2, 1]);
  const pixels = tf.tile(tf.reshape(rows, [batch * height * 2 * width, 1, channels]), [1, 2, 1]);
  return tf.reshape(pixels, [batch, height * 2, width * 2, channels]);
}
