/** A network being trained: the sessions of its graphs, and its state between steps. */
import * as ort from 'onnxruntime-node';
import type { Autoencoder } from '../../exporter/autoencoder.ts';
import type { Graph } from '../../exporter/graph.ts';
import { encodeModel, type ModelDescription } from '../../exporter/onnx.ts';
import {
  initialState,
  layoutOf,
  STATE_KEYS,
  STATE_NAMES,
  stateShapes,
  type StateKey,
  type TrainingState,
} from '../../exporter/state.ts';
import { TENSORS } from '../../exporter/tensorNames.ts';
import {
  encodeTrainingModel,
  evaluationGraph,
  nextName,
  trainingStepGraph,
  type ImageDimensions,
} from '../../exporter/trainingGraphs.ts';
import { imageCount, toFloats, type ImageSet } from '../images.ts';
import type { Random } from '../random.ts';

/** Images an evaluation run. */
const EVALUATION_BATCH = 250;

export class Trainer {
  private constructor(
    private readonly network: Autoencoder,
    private readonly image: ImageDimensions,
    private readonly stepSession: ort.InferenceSession,
    private readonly evaluationSession: ort.InferenceSession,
    private state: Readonly<Record<string, ort.Tensor>>,
  ) {}

  /** @param random gives the initial weights */
  static async create(
    network: Autoencoder,
    image: ImageDimensions,
    random: Random,
  ): Promise<Trainer> {
    const layout = layoutOf(network);
    const start = initialState(layout, random);
    const shapes = stateShapes(layout);
    const state = Object.fromEntries(
      STATE_KEYS.map((key) => [
        STATE_NAMES[key],
        new ort.Tensor('float32', start[key], shapes[key]),
      ]),
    );
    const step = await openGraph(trainingStepGraph(network, image));
    const evaluation = await openGraph(evaluationGraph(network, image));
    return new Trainer(network, image, step, evaluation, state);
  }

  /**
   * One step on a batch of `count` images in [0, 1].
   *
   * @returns the loss before the update
   */
  async step(images: Float32Array, count: number, learningRate: number): Promise<number> {
    const results = await this.stepSession.run({
      [TENSORS.image]: new ort.Tensor('float32', images, [count, ...this.image]),
      [TENSORS.learningRate]: new ort.Tensor('float32', [learningRate], []),
      ...this.state,
    });
    this.state = Object.fromEntries(
      STATE_KEYS.map((key) => [STATE_NAMES[key], results[nextName(key)]]),
    );
    return (results[TENSORS.loss].data as Float32Array)[0];
  }

  /** Mean squared error over a set of images, with the averaged weights. */
  async evaluate(images: ImageSet): Promise<number> {
    const count = imageCount(images);
    let sum = 0;
    for (let from = 0; from < count; from += EVALUATION_BATCH) {
      const rows = Math.min(EVALUATION_BATCH, count - from);
      const indices = Array.from({ length: rows }, (_, i) => from + i);
      const errors = await this.squaredErrors(toFloats(images, indices), rows);
      for (const error of errors) sum += error;
    }
    return sum / count;
  }

  /** The state as plain vectors. */
  vectors(): TrainingState {
    const vector = (key: StateKey) => this.state[STATE_NAMES[key]].data as Float32Array;
    return {
      parameters: vector('parameters'),
      statistics: vector('statistics'),
      averageParameters: vector('averageParameters'),
      averageStatistics: vector('averageStatistics'),
      firstMoment: vector('firstMoment'),
      secondMoment: vector('secondMoment'),
      step: vector('step'),
    };
  }

  /** The bytes of `training.onnx` at the present state. */
  encode(learningRate: number, description: ModelDescription): Uint8Array {
    return encodeTrainingModel(this.network, this.image, this.vectors(), learningRate, description);
  }

  async close(): Promise<void> {
    await this.stepSession.release();
    await this.evaluationSession.release();
  }

  private async squaredErrors(images: Float32Array, rows: number): Promise<Float32Array> {
    const feeds = {
      [TENSORS.image]: new ort.Tensor('float32', images, [rows, ...this.image]),
      [STATE_NAMES.averageParameters]: this.state[STATE_NAMES.averageParameters],
      [STATE_NAMES.averageStatistics]: this.state[STATE_NAMES.averageStatistics],
    };
    const results = await this.evaluationSession.run(feeds, [TENSORS.squaredError]);
    return results[TENSORS.squaredError].data as Float32Array;
  }
}

function openGraph(graph: Graph): Promise<ort.InferenceSession> {
  const bytes = encodeModel(graph, { documentation: '', producerVersion: '', facts: {} });
  return ort.InferenceSession.create(bytes, { logSeverityLevel: 3 });
}
