/**
 * Layers in TensorFlow.js, by the kind that the network's description gives them. Images are
 * N × H × W × C here, vectors as they are in the network; parameters come in the layer's own shape and order of axes, PyTorch's.
 *
 * This engine judges the other one, so it shares no formula and no constant with it.
 */
import tf from '@tensorflow/tfjs';

/** A layer's tensors, in the order in which the layer lists them. */
export interface LayerTensors {
  readonly parameters: readonly tf.Tensor[];
  readonly statistics: readonly tf.Tensor1D[];
}

export interface LayerOutput {
  readonly output: tf.Tensor;
  /** The batch's own statistics, in the layer's order; in inference those it was given. */
  readonly statistics: readonly tf.Tensor1D[];
}

/** @param shape of one result, channels first, where the layer is what decides about it */
type Layer = (x: tf.Tensor, tensors: LayerTensors, shape?: readonly number[]) => LayerOutput;

interface Passes {
  readonly train: Layer;
  readonly infer: Layer;
}

/** One line a layer; its gradient is TensorFlow.js's to find. */
const LAYERS = new Map<string, Passes>([
  ['conv', alike(convolution)],
  ['relu', alike((x: tf.Tensor4D) => tf.relu(x))],
  ['batchnorm', { train: normalizeByBatch, infer: normalizeByStatistics }],
  ['maxpool', alike((x: tf.Tensor4D) => tf.maxPool(x, 2, 2, 'valid'))],
  ['upsample', alike(upsample)],
  ['sigmoid', alike((x: tf.Tensor4D) => tf.sigmoid(x))],
  ['linear', alike(linear)],
  ['flatten', alike(flatten)],
  ['unflatten', alike(unflatten)],
  ['pad', alike(pad)],
  ['crop', alike(crop)],
]);

/** @throws Error for a kind that is not in the table */
export function passesOf(kind: string): Passes {
  const passes = LAYERS.get(kind);
  if (!passes) {
    throw new Error(
      `There is no layer of the kind ${kind} in TensorFlow.js yet; add a line for it.`,
    );
  }
  return passes;
}

/** A layer that does the same in training and in inference, and keeps no statistics. */
function alike(
  forward: (x: never, parameters: readonly tf.Tensor[], shape: readonly number[]) => tf.Tensor,
): Passes {
  const layer: Layer = (x, { parameters }, shape = []) => ({
    output: forward(x as never, parameters, shape),
    statistics: [],
  });
  return { train: layer, infer: layer };
}

/** @param parameters weight O × I × K × K, and bias O */
function convolution(x: tf.Tensor4D, [weight, bias]: readonly tf.Tensor[]): tf.Tensor4D {
  const kernel = tf.transpose(weight as tf.Tensor4D, [2, 3, 1, 0]);
  return tf.add(tf.conv2d(x, kernel, 1, 'same'), bias);
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

/** @param parameters weight outputs × inputs, and bias outputs */
function linear(x: tf.Tensor2D, [weight, bias]: readonly tf.Tensor[]): tf.Tensor {
  return tf.add(tf.matMul(x, weight as tf.Tensor2D, false, true), bias);
}

/** Vectors are in the order of channels, rows, columns. */
function flatten(x: tf.Tensor4D): tf.Tensor {
  return tf.reshape(tf.transpose(x, [0, 3, 1, 2]), [x.shape[0], -1]);
}

function unflatten(x: tf.Tensor2D, _: readonly tf.Tensor[], shape: readonly number[]): tf.Tensor {
  return tf.transpose(tf.reshape(x, [x.shape[0], ...shape]), [0, 2, 3, 1]);
}

/** To a larger shape; what cannot be shared evenly goes to the bottom and the right. */
function pad(x: tf.Tensor4D, _: readonly tf.Tensor[], shape: readonly number[]): tf.Tensor {
  const around = [shape[1] - x.shape[1], shape[2] - x.shape[2]].map((more): [number, number] => [
    Math.floor(more / 2),
    Math.ceil(more / 2),
  ]);
  return tf.pad(x, [[0, 0], around[0], around[1], [0, 0]]);
}

/** To a smaller shape, as {@link pad} came from there. */
function crop(x: tf.Tensor4D, _: readonly tf.Tensor[], shape: readonly number[]): tf.Tensor {
  const [channels, height, width] = shape;
  const top = Math.floor((x.shape[1] - height) / 2);
  const left = Math.floor((x.shape[2] - width) / 2);
  return tf.slice(x, [0, top, left, 0], [x.shape[0], height, width, channels]);
}

const EPSILON = 1e-5;

/** Batch normalisation in training: by the batch's own mean and biased variance. */
function normalizeByBatch(images: tf.Tensor, { parameters }: LayerTensors): LayerOutput {
  const x = images as tf.Tensor4D;
  const { mean, variance } = tf.moments(x, [0, 1, 2]);
  const n = x.size / x.shape[3];
  const unbiased = tf.mul(variance, n / (n - 1));
  return {
    output: normalize(x, mean, variance, parameters),
    statistics: [mean as tf.Tensor1D, unbiased as tf.Tensor1D],
  };
}

function normalizeByStatistics(
  x: tf.Tensor,
  { parameters, statistics }: LayerTensors,
): LayerOutput {
  const [mean, variance] = statistics;
  return { output: normalize(x as tf.Tensor4D, mean, variance, parameters), statistics };
}

/** γ · (x − μ) / √(σ² + ε) + β */
export function normalize(
  x: tf.Tensor4D,
  mean: tf.Tensor,
  variance: tf.Tensor,
  [gamma, beta]: readonly tf.Tensor[],
): tf.Tensor4D {
  const normalised = tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, EPSILON)));
  return tf.add(tf.mul(normalised, gamma), beta);
}
