/** Training in ONNX Runtime: the sessions of its graphs, and the state between steps. */
import * as ort from 'onnxruntime-node';
import type { Autoencoder } from '../../exporter/autoencoder.ts';
import {
  layoutOf,
  STATE_KEYS,
  STATE_NAMES,
  stateShapes,
  type StateKey,
  type TrainingState,
} from '../../exporter/state.ts';
import { TENSORS } from '../../exporter/tensorNames.ts';
import {
  evaluationGraph,
  nextName,
  trainingStepGraph,
  type ImageDimensions,
} from '../../exporter/trainingGraphs.ts';
import { imageCount, toFloats, type ImageSet } from '../images.ts';
import { processorBlocks } from './processorBlocks.ts';
import { openGraph } from './session.ts';
import type { Trainer } from './trainer.ts';

/** Images an evaluation run. */
const EVALUATION_BATCH = 250;

export class OnnxTrainer implements Trainer {
  private constructor(
    private readonly image: ImageDimensions,
    private readonly stepSession: ort.InferenceSession,
    private readonly evaluationSession: ort.InferenceSession,
    private tensors: Readonly<Record<string, ort.Tensor>>,
  ) {}

  /** @param start from which training goes on; as `initialState` gives it, or as it was kept */
  static async create(
    network: Autoencoder,
    image: ImageDimensions,
    start: TrainingState,
  ): Promise<OnnxTrainer> {
    const shapes = stateShapes(layoutOf(network));
    const tensors = Object.fromEntries(
      STATE_KEYS.map((key) => [
        STATE_NAMES[key],
        new ort.Tensor('float32', start[key], shapes[key]),
      ]),
    );
    const step = await openGraph(trainingStepGraph(network, image, await processorBlocks()));
    const evaluation = await openGraph(evaluationGraph(network, image));
    return new OnnxTrainer(image, step, evaluation, tensors);
  }

  async step(images: Float32Array, count: number, learningRate: number): Promise<number> {
    const results = await this.stepSession.run({
      [TENSORS.image]: new ort.Tensor('float32', images, [count, ...this.image]),
      [TENSORS.learningRate]: new ort.Tensor('float32', [learningRate], []),
      ...this.tensors,
    });
    this.tensors = Object.fromEntries(
      STATE_KEYS.map((key) => [STATE_NAMES[key], results[nextName(key)]]),
    );
    return (results[TENSORS.loss].data as Float32Array)[0];
  }

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

  state(): Promise<TrainingState> {
    const vector = (key: StateKey) => this.tensors[STATE_NAMES[key]].data as Float32Array;
    return Promise.resolve({
      parameters: vector('parameters'),
      statistics: vector('statistics'),
      averageParameters: vector('averageParameters'),
      averageStatistics: vector('averageStatistics'),
      firstMoment: vector('firstMoment'),
      secondMoment: vector('secondMoment'),
      step: vector('step'),
    });
  }

  async close(): Promise<void> {
    await this.stepSession.release();
    await this.evaluationSession.release();
  }

  private async squaredErrors(images: Float32Array, rows: number): Promise<Float32Array> {
    const feeds = {
      [TENSORS.image]: new ort.Tensor('float32', images, [rows, ...this.image]),
      [STATE_NAMES.averageParameters]: this.tensors[STATE_NAMES.averageParameters],
      [STATE_NAMES.averageStatistics]: this.tensors[STATE_NAMES.averageStatistics],
    };
    const results = await this.evaluationSession.run(feeds, [TENSORS.squaredError]);
    return results[TENSORS.squaredError].data as Float32Array;
  }
}
