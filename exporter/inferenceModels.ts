/** The models that leave Caelum: encoder, decoder and both in one, with constant weights. */
import type { Autoencoder } from './autoencoder.ts';
import { foldedBlock } from './foldedBlock.ts';
import { Graph, type Value } from './graph.ts';
import { layoutOf, named, type NamedLayer, type Slot, type TrainingState } from './state.ts';
import { BATCH, TENSORS } from './tensorNames.ts';
import type { ImageDimensions } from './trainingGraphs.ts';

export interface InferenceGraphs {
  /** `image` → `latent` */
  readonly encoder: Graph;
  /** `latent` → `reconstruction` */
  readonly decoder: Graph;
  /** `image` → `latent`, `reconstruction` */
  readonly autoencoder: Graph;
}

/** What inference needs of a training state. */
export type Weights = Pick<TrainingState, 'averageParameters' | 'averageStatistics'>;

export function inferenceGraphs(
  network: Autoencoder,
  image: ImageDimensions,
  weights: Weights,
): InferenceGraphs {
  const tensors = tensorsByName(network, weights);
  const imageInput = (g: Graph) => g.input(TENSORS.image, [BATCH, ...image]);
  const encode = (g: Graph, x: Value) => addPart(g, x, named('encoder', network.encoder), tensors);
  const decode = (g: Graph, x: Value) => addPart(g, x, named('decoder', network.decoder), tensors);

  const encoder = new Graph('caelum_encoder');
  const latent = encode(encoder, imageInput(encoder));
  encoder.output(TENSORS.latent, latent);

  const decoder = new Graph('caelum_decoder');
  const latentInput = decoder.input(TENSORS.latent, latent.shape);
  decoder.output(TENSORS.reconstruction, decode(decoder, latentInput));

  const autoencoder = new Graph('caelum_autoencoder');
  const middle = encode(autoencoder, imageInput(autoencoder));
  autoencoder.output(TENSORS.latent, middle);
  autoencoder.output(TENSORS.reconstruction, decode(autoencoder, middle));

  return { encoder, decoder, autoencoder };
}

type Tensors = ReadonlyMap<string, Float32Array>;

/** Each tensor as a view into its flat vector. */
function tensorsByName(network: Autoencoder, weights: Weights): Tensors {
  const layout = layoutOf(network);
  const views = (slots: readonly Slot[], vector: Float32Array) =>
    slots.map(({ name, offset, size }) => [name, vector.subarray(offset, offset + size)] as const);
  return new Map([
    ...views(layout.parameters, weights.averageParameters),
    ...views(layout.statistics, weights.averageStatistics),
  ]);
}

function addPart(g: Graph, input: Value, layers: readonly NamedLayer[], tensors: Tensors): Value {
  let x = input;
  for (let index = 0; index < layers.length;) {
    const { name, layer } = layers[index];
    const length = foldableLength(layers, index);
    const read = (offset: number) => tensorsOf(layers[index + offset], tensors);
    x = g.scoped(`${name}.${layer.kind}`, () =>
      length > 1
        ? foldedBlock(g, x, name, blockWeights(read(0), read(2)), length === 4)
        : constantLayer(g, x, layers[index], read(0)),
    );
    index += length;
  }
  return x;
}

/** How many layers from `index` on are one folded block: 3, 4 with a pool behind, or 1 if none. */
function foldableLength(layers: readonly NamedLayer[], index: number): number {
  const kinds = layers.slice(index, index + 4).map(({ layer }) => layer.kind);
  if (kinds.slice(0, 3).join() !== 'conv,relu,batchnorm') return 1;
  return kinds[3] === 'maxpool' ? 4 : 3;
}

function blockWeights(convolution: Float32Array[], normalization: Float32Array[]) {
  const [weight, bias] = convolution;
  const [gamma, beta, mean, variance] = normalization;
  return {
    convolution: { weight, bias },
    normalization: { weight: gamma, bias: beta, mean, variance },
  };
}

/** A layer as it is, with its tensors as constants. */
function constantLayer(
  g: Graph,
  x: Value,
  { name, layer }: NamedLayer,
  data: Float32Array[],
): Value {
  const tensors = [...layer.parameters, ...layer.statistics].map((parameter, i) =>
    g.initializer(`${name}.${parameter.name}`, { shape: parameter.shape, data: data[i] }),
  );
  const parameters = tensors.slice(0, layer.parameters.length);
  return layer.infer(g, x, { parameters, statistics: tensors.slice(layer.parameters.length) });
}

/** A layer's numbers: its parameters, then its statistics. */
function tensorsOf({ name, layer }: NamedLayer, tensors: Tensors): Float32Array[] {
  return [...layer.parameters, ...layer.statistics].map((parameter) => {
    const data = tensors.get(`${name}.${parameter.name}`);
    if (!data) throw new Error(`no tensor named ${name}.${parameter.name}`);
    return data;
  });
}
