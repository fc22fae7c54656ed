/**
 * Everything that training changes, as a few flat vectors: the optimizer is then a handful of
 * operators over all parameters at once, and the state of a training run is easy to keep.
 */
import type { Autoencoder } from './autoencoder.ts';
import type { Graph, Value } from './graph.ts';
import type { Described, Layer, Parameter, Random } from './layers/layer.ts';
import { reshape, slice } from './ops.ts';
import { count } from './shapes.ts';

/** The vectors of a {@link TrainingState}, and the names of their tensors in the training graphs. */
export const STATE_NAMES = {
  parameters: 'parameters',
  statistics: 'statistics',
  averageParameters: 'average_parameters',
  averageStatistics: 'average_statistics',
  firstMoment: 'first_moment',
  secondMoment: 'second_moment',
  step: 'step',
} as const;

export type StateKey = keyof typeof STATE_NAMES;

export const STATE_KEYS = Object.keys(STATE_NAMES) as readonly StateKey[];

/**
 * float32 vectors. Training moves `parameters`, and `statistics` follow the batches' as PyTorch's do; the
 * averages are what is evaluated and exported: of the parameters, and of the batches' statistics. `step`
 * has one element, the number of steps made so far.
 */
export type TrainingState = Readonly<Record<StateKey, Float32Array>>;

/** Where a layer's tensor lies within a flat vector. */
export interface Slot {
  /** Name as in a PyTorch state dictionary, such as `encoder.0.weight`. */
  readonly name: string;
  readonly parameter: Parameter;
  readonly offset: number;
  readonly size: number;
}

/** Slots of all trained parameters and of all running statistics, each list filling one vector. */
export interface Layout {
  readonly parameters: readonly Slot[];
  readonly statistics: readonly Slot[];
}

export function layoutOf({ encoder, decoder }: Autoencoder): Layout {
  const layers = [...named('encoder', encoder), ...named('decoder', decoder)];
  return {
    parameters: slots(layers, (layer) => layer.parameters),
    statistics: slots(layers, (layer) => layer.statistics),
  };
}

/** A layer with the name that begins those of its tensors, such as `encoder.0`. */
export interface NamedLayer<Kind extends Described = Layer> {
  readonly name: string;
  readonly layer: Kind;
}

/** Numbers the layers of a part, as PyTorch does those of a `Sequential`. */
export function named(part: string, layers: readonly Layer[]): NamedLayer[] {
  return layers.map((layer, index) => ({ name: `${part}.${index}`, layer }));
}

/** Length of the vector that the slots fill. */
function totalSize(slots: readonly Slot[]): number {
  return slots.reduce((sum, { size }) => sum + size, 0);
}

/** Shape of each vector of the state. */
export function stateShapes({
  parameters,
  statistics,
}: Layout): Readonly<Record<StateKey, number[]>> {
  const weights = [totalSize(parameters)];
  const running = [totalSize(statistics)];
  return {
    parameters: weights,
    statistics: running,
    averageParameters: weights,
    averageStatistics: running,
    firstMoment: weights,
    secondMoment: weights,
    step: [],
  };
}

/** The state before the first step: each parameter as its layer starts it, moments and step zero. */
export function initialState(layout: Layout, random: Random): TrainingState {
  const parameters = filled(layout.parameters, random);
  const statistics = filled(layout.statistics, random);
  return {
    parameters,
    statistics,
    averageParameters: parameters.slice(),
    averageStatistics: statistics.slice(),
    firstMoment: new Float32Array(parameters.length),
    secondMoment: new Float32Array(parameters.length),
    step: new Float32Array(1),
  };
}

/** Adds slices that give each tensor of a flat vector its name and shape back. */
export function unpack(g: Graph, vector: Value, slots: readonly Slot[]): Map<string, Value> {
  return new Map(
    slots.map(({ name, parameter, offset, size }) => {
      const part = slice(g, vector, [{ axis: 0, start: offset, end: offset + size }]);
      return [name, parameter.shape.length === 1 ? part : reshape(g, part, parameter.shape)];
    }),
  );
}

function slots(
  layers: readonly NamedLayer[],
  tensors: (layer: Layer) => readonly Parameter[],
): Slot[] {
  let offset = 0;
  return layers.flatMap(({ name, layer }) =>
    tensors(layer).map((parameter) => {
      const size = count(parameter.shape);
      const slot = { name: `${name}.${parameter.name}`, parameter, offset, size };
      offset += size;
      return slot;
    }),
  );
}

function filled(slots: readonly Slot[], random: Random): Float32Array {
  const vector = new Float32Array(totalSize(slots));
  for (const { parameter, offset } of slots) vector.set(parameter.initial(random), offset);
  return vector;
}
