/**
 * The graphs of training. State goes in with a batch and comes out updated, so that a runtime made
 * for inference trains:
 *
 *   forward → loss → gradients → Adam → average → the next state
 */
import { adam } from './adam.ts';
import type { Autoencoder } from './autoencoder.ts';
import { polynomialAverage, runningAverage } from './averaging.ts';
import { Graph, type Value } from './graph.ts';
import type { Blocks } from './blocked/blocks.ts';
import { lowered } from './blocked/lowering.ts';
import { decodeModel, encodeModel, type ModelDescription } from './onnx.ts';
import { concat, identity, reshape, sub } from './ops.ts';
import { posteriorOf } from './objectives/gaussianLatent.ts';
import { squaredErrorPerImage } from './objectives/meanSquaredError.ts';
import type { Feed, TrainedParts, Values } from './objectives/objective.ts';
import { infer, train } from './sequence.ts';
import { count, fixed } from './shapes.ts';
import {
  layoutOf,
  named,
  STATE_KEYS,
  STATE_NAMES,
  stateShapes,
  unpack,
  type Layout,
  type StateKey,
  type TrainingState,
} from './state.ts';
import { BATCH, TENSORS, type ImageDimensions } from './tensorNames.ts';

type StateValues = Readonly<Record<StateKey, Value>>;

/** Name of the output that is the next value of a part of the state. */
export function nextName(key: StateKey): string {
  return `next_${STATE_NAMES[key]}`;
}

/**
 * One training step. In: `image`, `learning_rate`, what the objective takes besides, and every vector
 * of the state; out: the objective's losses and `next_…` for every vector of the state.
 *
 * @param blocks of the processor that is going to run it; null: standard operators only, for any device
 */
export function trainingStepGraph(
  autoencoder: Autoencoder,
  image: ImageDimensions,
  blocks: Blocks | null = null,
): Graph {
  const g = new Graph('caelum_training_step');
  const layout = layoutOf(autoencoder);
  const images = imageInput(g, image);
  const learningRate = g.input(TENSORS.learningRate, []);
  const feeds = feedInputs(g, autoencoder.objective.stepFeeds);
  const state = mapState((key) => g.input(STATE_NAMES[key], stateShapes(layout)[key]));
  addTrainingStep(g, autoencoder, layout, { images, learningRate, feeds, state }, blocks);
  return g;
}

/**
 * The whole of training in one file, in the standard's own form: opened by any runtime it is the
 * autoencoder at the present weights; joined with the training step inside it, it trains on.
 *
 * @param states at the present, and `start` before the first step
 */
export function encodeTrainingModel(
  autoencoder: Autoencoder,
  image: ImageDimensions,
  { start, state }: { readonly start: TrainingState; readonly state: TrainingState },
  learningRate: number,
  description: ModelDescription,
): Uint8Array {
  const layout = layoutOf(autoencoder);
  const shapes = stateShapes(layout);
  const model = new Graph('caelum_autoencoder');
  const algorithm = new Graph('caelum_training_step', 'training/');
  const stored = (g: Graph, key: StateKey) =>
    g.initializer(STATE_NAMES[key], { shape: shapes[key], data: state[key] });

  const images = imageInput(model, image);
  const averages = {
    averageParameters: stored(model, 'averageParameters'),
    averageStatistics: stored(model, 'averageStatistics'),
  };
  addEvaluation(model, autoencoder, layout, {
    images,
    parameters: averages.averageParameters,
    statistics: averages.averageStatistics,
  });

  const learningRateValue = { shape: [], data: Float32Array.of(learningRate) };
  addTrainingStep(
    algorithm,
    autoencoder,
    layout,
    {
      images: algorithm.external(images),
      learningRate: algorithm.initializer(TENSORS.learningRate, learningRateValue),
      feeds: feedInputs(algorithm, autoencoder.objective.stepFeeds),
      state: {
        averageParameters: algorithm.external(averages.averageParameters),
        averageStatistics: algorithm.external(averages.averageStatistics),
        parameters: stored(algorithm, 'parameters'),
        statistics: stored(algorithm, 'statistics'),
        firstMoment: stored(algorithm, 'firstMoment'),
        secondMoment: stored(algorithm, 'secondMoment'),
        step: stored(algorithm, 'step'),
      },
    },
    null,
  );
  return encodeModel(model, description, {
    initialization: initializationGraph(layout, start),
    resets: bindings(initialName),
    algorithm,
    updates: bindings(nextName),
  });
}

function initialName(key: StateKey): string {
  return `initial_${STATE_NAMES[key]}`;
}

function bindings(name: (key: StateKey) => string): Record<string, string> {
  return Object.fromEntries(STATE_KEYS.map((key) => [STATE_NAMES[key], name(key)]));
}

/** The state before the first step. Its weights are kept as they are: runtimes draw random numbers each in its own way. */
function initializationGraph(layout: Layout, start: TrainingState): Graph {
  const g = new Graph('caelum_initialization', 'initialization/');
  const shapes = stateShapes(layout);
  const vector = (key: 'parameters' | 'statistics') =>
    g.initializer(`initialization/${STATE_NAMES[key]}`, { shape: shapes[key], data: start[key] });
  const parameters = vector('parameters');
  const statistics = vector('statistics');
  const zeros = sub(g, parameters, parameters);
  const values: StateValues = {
    parameters: identity(g, parameters),
    statistics: identity(g, statistics),
    averageParameters: identity(g, parameters),
    averageStatistics: identity(g, statistics),
    firstMoment: identity(g, zeros),
    secondMoment: identity(g, zeros),
    step: identity(g, g.scalar(0)),
  };
  for (const key of STATE_KEYS) g.output(initialName(key), values[key]);
  return g;
}

/** What {@link decodeTrainingModel} gives back. */
export interface DecodedTraining {
  readonly state: TrainingState;
  readonly facts: ModelDescription['facts'];
}

/**
 * Reads back what {@link encodeTrainingModel} wrote.
 *
 * @throws Error that says what the file is or lacks, as the rest of a sentence that begins with its name
 */
export function decodeTrainingModel(autoencoder: Autoencoder, bytes: Uint8Array): DecodedTraining {
  const model = decodeModel(bytes);
  if (!model.trains) throw new Error('holds no training step (training_info)');
  const shapes = stateShapes(layoutOf(autoencoder));
  const state = mapState((key) => {
    const vector = model.initializers.get(STATE_NAMES[key])?.data;
    if (!(vector instanceof Float32Array)) {
      throw new Error(`lacks ${STATE_NAMES[key]}, a part of the training's state`);
    }
    checkVector(STATE_NAMES[key], vector, count(shapes[key]));
    return vector;
  });
  return { state, facts: model.facts };
}

function checkVector(name: string, vector: Float32Array, length: number): void {
  if (vector.length !== length) {
    throw new Error(
      `holds the weights of another architecture (${vector.length} numbers in ${name}, this network has ${length})`,
    );
  }
  const position = vector.findIndex((value) => !Number.isFinite(value));
  if (position >= 0) throw new Error(`holds ${vector[position]} in ${name}, at ${position}`);
}

function imageInput(g: Graph, image: ImageDimensions): Value {
  return g.input(TENSORS.image, [BATCH, ...image]);
}

/** Inputs for what an objective takes besides the images. */
export function feedInputs(g: Graph, feeds: readonly Feed[]): Values {
  return Object.fromEntries(feeds.map(({ name, shape }) => [name, g.input(name, shape)]));
}

function addEvaluation(
  g: Graph,
  { encoder, decoder, variational }: Autoencoder,
  layout: Layout,
  inputs: { readonly images: Value; readonly parameters: Value; readonly statistics: Value },
): void {
  const tensors = tensorsByName(g, layout, inputs);
  const encoded = infer(g, inputs.images, { layers: named('encoder', encoder), tensors });
  const latent = addLatentOutputs(g, variational, encoded);
  const reconstruction = infer(g, latent, { layers: named('decoder', decoder), tensors });
  g.output(TENSORS.reconstruction, reconstruction);
  g.output(TENSORS.squaredError, squaredErrorPerImage(g, reconstruction, inputs.images));
}

/** Names what an encoder gives; returns what the decoder takes of it. */
export function addLatentOutputs(
  g: Graph,
  variational: Autoencoder['variational'],
  encoded: Value,
): Value {
  if (variational === null) {
    g.output(TENSORS.latent, encoded);
    return encoded;
  }
  const { mean, logVariance } = posteriorOf(g, encoded);
  g.output(TENSORS.mean, mean);
  g.output(TENSORS.logVariance, logVariance);
  return mean;
}

/** Adds layers in a row: in blocks where the processor has them, else layer by layer. */
function passOf(
  g: Graph,
  tensors: ReadonlyMap<string, Value>,
  blocks: Blocks | null,
): TrainedParts['pass'] {
  if (!blocks) return (layers, x) => train(g, x, { layers, tensors });
  return (layers, x) => {
    const forward = train(g, [x], { layers: lowered(layers, blocks), tensors });
    return {
      output: forward.output[0],
      statistics: forward.statistics,
      backward: (dy) => {
        const { parameters, input } = forward.backward([dy]);
        return { parameters, input: () => input()[0] };
      },
    };
  };
}

interface StepInputs {
  readonly images: Value;
  /** Scalar. */
  readonly learningRate: Value;
  /** What the objective takes besides. */
  readonly feeds: Values;
  readonly state: StateValues;
}

function addTrainingStep(
  g: Graph,
  { encoder, decoder, objective }: Autoencoder,
  layout: Layout,
  { images, learningRate, feeds, state }: StepInputs,
  blocks: Blocks | null,
): void {
  const parts = {
    encoder: named('encoder', encoder),
    decoder: named('decoder', decoder),
    pass: passOf(g, tensorsByName(g, layout, state), blocks),
  };
  const { losses, statistics, backward } = objective.step(g, images, parts, feeds);
  const gradients = flat(g, backward());

  const updated = g.scoped('adam', () => adam(g, state, gradients, learningRate));
  const batchStatistics = flat(g, statistics);
  const average = (previous: Value, value: Value) =>
    g.scoped('average', () => polynomialAverage(g, previous, value, updated.step));
  const next: StateValues = {
    ...updated,
    statistics: g.scoped('running', () => runningAverage(g, state.statistics, batchStatistics)),
    averageParameters: average(state.averageParameters, updated.parameters),
    averageStatistics: average(state.averageStatistics, batchStatistics),
  };
  for (const name of objective.losses) g.output(name, losses[name]);
  for (const key of STATE_KEYS) g.output(nextName(key), next[key]);
}

function tensorsByName(
  g: Graph,
  layout: Layout,
  { parameters, statistics }: { readonly parameters: Value; readonly statistics: Value },
): ReadonlyMap<string, Value> {
  return new Map([
    ...unpack(g, parameters, layout.parameters),
    ...unpack(g, statistics, layout.statistics),
  ]);
}

/** Tensors one after the other as a vector. */
function flat(g: Graph, values: readonly Value[]): Value {
  const vectors = values.map((value) =>
    value.shape.length === 1
      ? value
      : reshape(g, value, [count(value.shape.map((_, axis) => fixed(value, axis)))]),
  );
  return concat(g, vectors, 0);
}

function mapState<Part>(make: (key: StateKey) => Part): Readonly<Record<StateKey, Part>> {
  return {
    parameters: make('parameters'),
    statistics: make('statistics'),
    averageParameters: make('averageParameters'),
    averageStatistics: make('averageStatistics'),
    firstMoment: make('firstMoment'),
    secondMoment: make('secondMoment'),
    step: make('step'),
  };
}
