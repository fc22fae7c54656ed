/**
 * What every layer of a network states, in one file each: its parameters and how they start, its
 * forward pass in training and in inference, and its gradient.
 */
import type { Graph, Value } from '../graph.ts';

/** Gives uniform numbers in [0, 1). */
export type Random = () => number;

/** A tensor that belongs to a layer. */
export interface Parameter {
  /** Name within the layer, as PyTorch has it: `weight`, `bias`, `running_mean`, … */
  readonly name: string;
  readonly shape: readonly number[];
  /** The numbers before training, row-major. */
  readonly initial: (random: Random) => Float32Array;
}

/** What a layer is called, and the tensors it has. */
export interface Described {
  /** Name for people and for the scope of its nodes, such as `conv`. */
  readonly kind: string;
  /** Learnt by gradient descent. */
  readonly parameters: readonly Parameter[];
  /** Followed during training and used in inference: batch normalisation's running mean and variance. */
  readonly statistics: readonly Parameter[];
  /** Shape of one result, where the layer is what decides about it. */
  readonly outputShape?: readonly number[];
}

/** A layer that can be trained; what it takes and gives is a batch of images in some form. */
export interface Trainable<Images> extends Described {
  /** Adds the forward pass of a training step. */
  readonly train: (g: Graph, x: Images, tensors: LayerTensors) => Forward<Images>;
}

/** A layer on images N × C × H × W. */
export interface Layer extends Trainable<Value> {
  /** Adds the forward pass in inference. */
  readonly infer: (g: Graph, x: Value, tensors: LayerTensors) => Value;
}

/** A layer's tensors within a graph, in the order in which the layer lists them. */
export interface LayerTensors {
  readonly parameters: readonly Value[];
  readonly statistics: readonly Value[];
}

export interface Forward<Images> {
  readonly output: Images;
  /** The batch's own statistics, in the layer's order. */
  readonly statistics: readonly Value[];
  /** Adds the way back: from ∂loss/∂output to the gradients of what went in. */
  readonly backward: (outputGradient: Images) => Backward<Images>;
}

export interface Backward<Images> {
  /** ∂loss/∂parameter, in the layer's order and each in its parameter's shape. */
  readonly parameters: readonly Value[];
  /** Adds ∂loss/∂input; a function, since the first layer of a network does not need it. */
  readonly input: () => Images;
}

/** Numbers that all start with one value. */
export function constant(value: number, size: number): () => Float32Array {
  return () => new Float32Array(size).fill(value);
}

/** Numbers that start evenly spread within ±`bound`. */
export function uniform(bound: number, size: number): (random: Random) => Float32Array {
  return (random) => Float32Array.from({ length: size }, () => (2 * random() - 1) * bound);
}
