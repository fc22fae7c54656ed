/** What training lowers, and what is told of a network's errors besides. */
import type { Graph, Shape, Value } from '../graph.ts';
import type { SequenceForward } from '../sequence.ts';
import type { NamedLayer } from '../state.ts';

/** A number that training lowers, from a prediction. */
export interface Loss {
  /** Scalar: the mean over the images of the batch. */
  readonly loss: Value;
  /** Adds ∂loss/∂prediction. */
  readonly gradient: () => Value;
}

/** A tensor that a step or an evaluation takes besides the images. */
export interface Feed {
  readonly name: string;
  readonly shape: Shape;
}

export type Values = Readonly<Record<string, Value>>;

/** A network's two parts during a training step. */
export interface TrainedParts {
  readonly encoder: readonly NamedLayer[];
  readonly decoder: readonly NamedLayer[];
  /** Adds the forward pass of layers in a row. */
  readonly pass: (layers: readonly NamedLayer[], x: Value) => SequenceForward<Value>;
}

/** A network's two parts in inference. */
export interface InferredParts {
  /** What the encoder gave for the images. */
  readonly encoded: Value;
  /** Adds the decoder, without so many of its last layers. */
  readonly decode: (latent: Value, leftOut?: number) => Value;
}

export interface StepForward {
  /** Scalars by name; `loss` is what training lowers, the others are its parts. */
  readonly losses: Values;
  /** The batch's own statistics, in order. */
  readonly statistics: readonly Value[];
  /** Adds the way back: the gradients of all parameters, in order. */
  readonly backward: () => readonly Value[];
}

export interface Objective {
  /** What a step takes besides the images. */
  readonly stepFeeds: readonly Feed[];
  /** Names of the scalars that a step tells of, `loss` first. */
  readonly losses: readonly string[];
  readonly step: (g: Graph, images: Value, parts: TrainedParts, feeds: Values) => StepForward;
  /** What an evaluation takes besides the images. */
  readonly evaluationFeeds: readonly Feed[];
  /** Adds the errors of each image, [batch] by name. */
  readonly errors: (g: Graph, images: Value, parts: InferredParts, feeds: Values) => Values;
}
