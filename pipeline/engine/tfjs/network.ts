/** The network in TensorFlow.js: images through its layers, with tensors cut from flat vectors. */
import tf from '@tensorflow/tfjs';
import type { Autoencoder } from '../../../exporter/autoencoder.ts';
import { layoutOf, named, type Slot } from '../../../exporter/state.ts';
import { passesOf } from './layers.ts';

/** All trained parameters and all running statistics, each in the order of `layoutOf`. */
export interface Weights {
  readonly parameters: tf.Tensor1D;
  readonly statistics: tf.Tensor1D;
}

export interface Reconstruction {
  /** N × H × W × C, as the images that went in. */
  readonly images: tf.Tensor4D;
  /** Statistics after this batch; in inference as they were. */
  readonly statistics: tf.Tensor1D;
}

/** @param images N × H × W × C in [0, 1] */
export function reconstruct(
  network: Autoencoder,
  { parameters, statistics }: Weights,
  images: tf.Tensor4D,
  mode: 'train' | 'infer',
): Reconstruction {
  const layout = layoutOf(network);
  const tensors = new Map([
    ...unpack(parameters, layout.parameters),
    ...unpack(statistics, layout.statistics),
  ]);
  let x = images;
  const updated: tf.Tensor1D[] = [];
  for (const { name, layer } of [
    ...named('encoder', network.encoder),
    ...named('decoder', network.decoder),
  ]) {
    const tensorsOf = (list: typeof layer.parameters) =>
      list.map((tensor) => tensors.get(`${name}.${tensor.name}`)!);
    const output = passesOf(layer.kind)[mode](x, {
      parameters: tensorsOf(layer.parameters),
      statistics: tensorsOf(layer.statistics) as tf.Tensor1D[],
    });
    x = output.images;
    updated.push(...output.statistics);
  }
  return { images: x, statistics: tf.concat(updated) };
}

/** Gives each tensor of a flat vector its name and shape back. */
function unpack(vector: tf.Tensor1D, slots: readonly Slot[]): Map<string, tf.Tensor> {
  return new Map(
    slots.map(({ name, parameter, offset, size }) => [
      name,
      tf.reshape(tf.slice(vector, offset, size), [...parameter.shape]),
    ]),
  );
}

/** Numbers N × C × H × W as TensorFlow.js takes images, N × H × W × C. */
export function imageTensor(
  data: Float32Array,
  dims: readonly [number, number, number, number],
): tf.Tensor4D {
  return tf.transpose(tf.tensor4d(data, [...dims]), [0, 2, 3, 1]);
}
