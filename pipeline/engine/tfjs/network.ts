/** The network in TensorFlow.js: its layers in a row, with tensors cut from flat vectors. */
import tf from '@tensorflow/tfjs';
import type { Autoencoder } from '../../../exporter/autoencoder.ts';
import { layoutOf, named, type Slot } from '../../../exporter/state.ts';
import { passesOf } from './layers.ts';

/** All trained parameters and all running statistics, each in the order of `layoutOf`. */
export interface Weights {
  readonly parameters: tf.Tensor1D;
  readonly statistics: tf.Tensor1D;
}

export interface Parts {
  /** Images N × H × W × C in [0, 1] → what the encoder gives. */
  readonly encode: (images: tf.Tensor) => tf.Tensor;
  /** Latents → images N × H × W × C. */
  readonly decode: (latents: tf.Tensor) => tf.Tensor;
  /** The batch's own statistics of what was run so far; in inference those of the weights. */
  readonly statistics: () => tf.Tensor1D;
}

export function partsOf(
  network: Autoencoder,
  { parameters, statistics }: Weights,
  mode: 'train' | 'infer',
): Parts {
  const layout = layoutOf(network);
  const tensors = new Map([
    ...unpack(parameters, layout.parameters),
    ...unpack(statistics, layout.statistics),
  ]);
  const followed: tf.Tensor1D[] = [];
  const part = (name: 'encoder' | 'decoder') => (x: tf.Tensor) => {
    let value = x;
    for (const { name: of, layer } of named(name, network[name])) {
      const tensorsOf = (list: typeof layer.parameters) =>
        list.map((tensor) => tensors.get(`${of}.${tensor.name}`)!);
      const { output, statistics } = passesOf(layer.kind)[mode](
        value,
        {
          parameters: tensorsOf(layer.parameters),
          statistics: tensorsOf(layer.statistics) as tf.Tensor1D[],
        },
        layer.outputShape,
      );
      value = output;
      followed.push(...statistics);
    }
    return value;
  };
  return {
    encode: part('encoder'),
    decode: part('decoder'),
    statistics: () => tf.concat(followed),
  };
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
