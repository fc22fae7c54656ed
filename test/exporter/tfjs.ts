/** TensorFlow.js, whose autodiff judges ours. Its images are N × H × W × C. */
import tf from '@tensorflow/tfjs';
import { normalize, upsample } from '../../pipeline/engine/tfjs/layers.ts';
import type { Tensor } from '../helpers.ts';

await tf.setBackend('cpu');

export { tf, upsample };

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
  return normalize(x, mean, variance, [gamma, beta]);
}
