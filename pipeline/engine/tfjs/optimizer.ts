/** What follows the gradients of a step: Adam, and the averages over the last steps. */
import tf from '@tensorflow/tfjs';

const BETA1 = 0.9;
const BETA2 = 0.999;
const EPSILON = 1e-8;

export interface AdamState {
  readonly parameters: tf.Tensor1D;
  readonly firstMoment: tf.Tensor1D;
  readonly secondMoment: tf.Tensor1D;
}

/**
 * One update by Adam (Kingma & Ba 2015, Algorithm 1).
 *
 * @param step 1 for the first
 */
export function adam(
  state: AdamState,
  gradient: tf.Tensor1D,
  step: number,
  learningRate: number,
): AdamState {
  const firstMoment = decayed(state.firstMoment, gradient, BETA1);
  const secondMoment = decayed(state.secondMoment, tf.square(gradient), BETA2);
  const mean = tf.div(firstMoment, 1 - BETA1 ** step);
  const deviation = tf.sqrt(tf.div(secondMoment, 1 - BETA2 ** step));
  const direction = tf.div(mean, tf.add(deviation, EPSILON));
  const parameters = tf.sub<tf.Tensor1D>(state.parameters, tf.mul(direction, learningRate));
  return { parameters, firstMoment, secondMoment };
}

function decayed(average: tf.Tensor1D, value: tf.Tensor1D, beta: number): tf.Tensor1D {
  return tf.add(tf.mul(average, beta), tf.mul(value, 1 - beta));
}

const ETA = 8;

/**
 * Polynomial-decay averaging (Shamir & Zhang 2013, eq. 4).
 *
 * @param step 1 for the first, where the average becomes the value
 */
export function polynomialAverage(
  average: tf.Tensor1D,
  value: tf.Tensor1D,
  step: number,
): tf.Tensor1D {
  const weight = (ETA + 1) / (step + ETA);
  return tf.add(tf.mul(average, 1 - weight), tf.mul(value, weight));
}

/** How far running statistics move towards a batch's. */
const MOMENTUM = 0.1;

export function runningAverage(running: tf.Tensor1D, value: tf.Tensor1D): tf.Tensor1D {
  return tf.add(tf.mul(running, 1 - MOMENTUM), tf.mul(value, MOMENTUM));
}
