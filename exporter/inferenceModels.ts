/** The models that leave Caelum: encoder, decoder and both in one, with constant weights. */
import type { Autoencoder, VariationalSettings } from './autoencoder.ts';
import { Graph, type Value } from './graph.ts';
import { logDensityRatio, sample } from './objectives/gaussianLatent.ts';
import { LIKELIHOODS } from './objectives/likelihoods.ts';
import { sub } from './ops.ts';
import { phasedOutput } from './phasedOutput.ts';
import { layoutOf, named, type NamedLayer, type Slot, type TrainingState } from './state.ts';
import { BATCH, TENSORS, type ImageDimensions } from './tensorNames.ts';
import { addLatentOutputs, feedInputs } from './trainingGraphs.ts';

export interface InferenceGraphs {
  /** `image` → `latent`, or `mean` and `log_variance` of a normal one */
  readonly encoder: Graph;
  /** `latent` → `reconstruction` */
  readonly decoder: Graph;
  /** `image` → what the encoder gives, and `reconstruction` */
  readonly autoencoder: Graph;
}

/** What inference needs of a training state. */
export type Weights = Pick<TrainingState, 'averageParameters' | 'averageStatistics'>;

export function inferenceGraphs(
  network: Autoencoder,
  image: ImageDimensions,
  weights: Weights,
): InferenceGraphs {
  const imageInput = (g: Graph) => g.input(TENSORS.image, [BATCH, ...image]);
  const { encode, decode } = parts(network, weights);

  const { variational } = network;

  const encoder = new Graph('caelum_encoder');
  const latent = addLatentOutputs(encoder, variational, encode(encoder, imageInput(encoder)));

  const decoder = new Graph('caelum_decoder');
  const latentInput = decoder.input(TENSORS.latent, latent.shape);
  decoder.output(TENSORS.reconstruction, decode(decoder, latentInput));

  const autoencoder = new Graph('caelum_autoencoder');
  const encoded = encode(autoencoder, imageInput(autoencoder));
  const middle = addLatentOutputs(autoencoder, variational, encoded);
  autoencoder.output(TENSORS.reconstruction, decode(autoencoder, middle));

  return { encoder, decoder, autoencoder };
}

/** `image`, and what the objective takes besides → the objective's errors of each image. */
export function evaluationGraph(
  network: Autoencoder,
  image: ImageDimensions,
  weights: Weights,
): Graph {
  const g = new Graph('caelum_evaluation');
  const images = g.input(TENSORS.image, [BATCH, ...image]);
  const { objective } = network;
  const feeds = feedInputs(g, objective.evaluationFeeds);
  const { encode, decode } = parts(network, weights);
  const inferred = {
    encoded: encode(g, images),
    decode: (latent: Value, leftOut = 0) => decode(g, latent, leftOut),
  };
  const errors = objective.errors(g, images, inferred, feeds);
  for (const [name, value] of Object.entries(errors)) g.output(name, value);
  return g;
}

/**
 * Importance weights of draws for one image, whose mean over many is p(x) (Burda et al. 2016,
 * "Importance Weighted Autoencoders", eq. 8): `image` [1, …], its `mean` and `log_variance` [1, d],
 * and `noise` [batch, d] → `log_weight` [batch].
 */
export function importanceGraph(
  network: Autoencoder,
  image: ImageDimensions,
  variational: VariationalSettings,
  weights: Weights,
): Graph {
  const g = new Graph('caelum_importance');
  const size = variational.latentDim;
  const images = g.input(TENSORS.image, [1, ...image]);
  const mean = g.input(TENSORS.mean, [1, size]);
  const logVariance = g.input(TENSORS.logVariance, [1, size]);
  const noise = g.input(TENSORS.noise, [BATCH, size]);
  const likelihood = LIKELIHOODS[variational.likelihood];
  const posterior = { mean, logVariance };
  const { latent } = sample(g, posterior, noise);
  const { decode } = parts(network, weights);
  const misfit = likelihood.perImage(g, decode(g, latent, likelihood.before), images);
  g.output(TENSORS.logWeight, sub(g, logDensityRatio(g, latent, posterior, noise), misfit));
  return g;
}

function parts(network: Autoencoder, weights: Weights) {
  const tensors = tensorsByName(network, weights);
  const part =
    (name: 'encoder' | 'decoder') =>
    (g: Graph, x: Value, leftOut = 0) => {
      const layers = named(name, network[name]);
      return addPart(g, x, layers.slice(0, layers.length - leftOut), tensors);
    };
  return { encode: part('encoder'), decode: part('decoder') };
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

/** Layers in a row that inference computes otherwise than one by one, to the same result. */
const REWRITES: readonly {
  readonly kinds: string;
  readonly applies: (layers: readonly NamedLayer[], numbers: readonly Float32Array[][]) => boolean;
  readonly add: (
    g: Graph,
    x: Value,
    layers: readonly NamedLayer[],
    numbers: readonly Float32Array[][],
  ) => Value;
}[] = [
  {
    // What grows with its input may trade places with the pool, which leaves a quarter to normalise.
    kinds: 'batchnorm maxpool',
    applies: (_, [[gamma]]) => gamma.every((scale) => scale >= 0),
    add: (g, x, [normalization, pool], [numbers]) =>
      constantLayer(g, constantLayer(g, x, pool, []), normalization, numbers),
  },
  {
    kinds: 'upsample conv relu batchnorm conv',
    applies: ([, hidden, , , output]) => {
      const [[, , side], [channels, , outputSide]] = [hidden, output].map(
        ({ layer }) => layer.parameters[0].shape,
      );
      return side === 3 && outputSide === 3 && channels <= FEW;
    },
    add: (g, x, _, [, [weight, bias], , [scale, shift, mean, variance], output]) =>
      phasedOutput(g, x, {
        hidden: { weight, bias },
        normalization: { scale, shift, mean, variance },
        output: { weight: output[0], bias: output[1] },
      }),
  },
];

/** Channels up to which an image counts as one of few. */
const FEW = 4;

function addPart(g: Graph, input: Value, layers: readonly NamedLayer[], tensors: Tensors): Value {
  let x = input;
  for (let index = 0; index < layers.length;) {
    const left = layers.slice(index);
    const numbers = left.map((layer) => tensorsOf(layer, tensors));
    const kinds = left.map(({ layer }) => layer.kind).join(' ');
    const rewrite = REWRITES.find(
      (each) => `${kinds} `.startsWith(`${each.kinds} `) && each.applies(left, numbers),
    );
    const { name, layer } = left[0];
    x = g.scoped(`${name}.${layer.kind}`, () =>
      rewrite ? rewrite.add(g, x, left, numbers) : constantLayer(g, x, left[0], numbers[0]),
    );
    index += rewrite ? rewrite.kinds.split(' ').length : 1;
  }
  return x;
}

/** A layer as it is, with its tensors as constants. */
function constantLayer(
  g: Graph,
  x: Value,
  { name, layer }: NamedLayer,
  data: Float32Array[],
): Value {
  const tensors = [...layer.parameters, ...layer.statistics].map((parameter, i) =>
    g.constant(`${name}.${parameter.name}`, { shape: parameter.shape, data: data[i] }),
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
