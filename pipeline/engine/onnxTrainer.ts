/**
 * Training in ONNX Runtime: the sessions of its graphs, and the state between steps, which stays in
 * the memory of a GPU where WebGPU runs them.
 */
import * as ort from 'onnxruntime-node';
import type { Autoencoder } from '../../exporter/autoencoder.ts';
import { Graph } from '../../exporter/graph.ts';
import { evaluationGraph } from '../../exporter/inferenceModels.ts';
import { identity } from '../../exporter/ops.ts';
import {
  layoutOf,
  STATE_KEYS,
  STATE_NAMES,
  stateShapes,
  type StateKey,
  type TrainingState,
} from '../../exporter/state.ts';
import { TENSORS, type ImageDimensions } from '../../exporter/tensorNames.ts';
import { nextName, trainingStepGraph } from '../../exporter/trainingGraphs.ts';
import type { ImageSet } from '../images.ts';
import type { Device } from './devices/device.ts';
import { processorBlocks } from './devices/processorBlocks.ts';
import type { Random } from '../random.ts';
import { evaluate } from './evaluate.ts';
import { normalTensor } from './feeds.ts';
import { openGraph } from './session.ts';
import type { Losses, StepOptions, Trainer } from './trainer.ts';

/** No operator of ours may fall back to the CPU: each time, its data would travel there and back. */
const ON_GPU_ALONE = { extra: { session: { disable_cpu_ep_fallback: '1' } } };

/** Where the step's results go with WebGPU: the state stays where it is. */
function locations({ objective }: Autoencoder) {
  return {
    ...Object.fromEntries(objective.losses.map((name) => [name, 'cpu' as const])),
    ...Object.fromEntries(STATE_KEYS.map((key) => [nextName(key), 'gpu-buffer' as const])),
  };
}

export class OnnxTrainer implements Trainer {
  private constructor(
    private readonly network: Autoencoder,
    private readonly image: ImageDimensions,
    private readonly device: Device,
    private readonly stepSession: ort.InferenceSession,
    private readonly copySession: ort.InferenceSession,
    private tensors: Readonly<Record<string, ort.Tensor>>,
  ) {}

  /** @param start from which training goes on; as `initialState` gives it, or as it was kept */
  static async create(
    network: Autoencoder,
    image: ImageDimensions,
    start: TrainingState,
    device: Device,
  ): Promise<OnnxTrainer> {
    const shapes = stateShapes(layoutOf(network));
    const tensors = Object.fromEntries(
      STATE_KEYS.map((key) => [
        STATE_NAMES[key],
        new ort.Tensor('float32', start[key], shapes[key]),
      ]),
    );
    const blocks = device.name === 'cpu' ? await processorBlocks() : null;
    const options = device.name === 'webgpu' ? ON_GPU_ALONE : {};
    const step = await openGraph(trainingStepGraph(network, image, blocks), device, {
      ...options,
      ...(device.name === 'webgpu' && { preferredOutputLocation: locations(network) }),
    });
    const copy = await openGraph(copyGraph(shapes), device, options);
    return new OnnxTrainer(network, image, device, step, copy, tensors);
  }

  async step(images: Float32Array, count: number, options: StepOptions): Promise<Losses> {
    const { learningRate, divergenceWeight, normal } = options;
    const { objective } = this.network;
    const scalar = (number: number) => new ort.Tensor('float32', [number], []);
    const results = await this.stepSession.run({
      [TENSORS.image]: new ort.Tensor('float32', images, [count, ...this.image]),
      [TENSORS.learningRate]: scalar(learningRate),
      ...Object.fromEntries(
        objective.stepFeeds.map(({ name, shape }) => [
          name,
          name === TENSORS.noise ? normalTensor(shape, count, normal) : scalar(divergenceWeight),
        ]),
      ),
      ...this.tensors,
    });
    for (const tensor of Object.values(this.tensors)) tensor.dispose();
    this.tensors = Object.fromEntries(
      STATE_KEYS.map((key) => [STATE_NAMES[key], results[nextName(key)]]),
    );
    return Object.fromEntries(
      objective.losses.map((name) => [name, (results[name].data as Float32Array)[0]]),
    );
  }

  async evaluate(images: ImageSet, normal: Random): Promise<Losses> {
    // A session of its own each time: with constant weights it runs several times as fast.
    const graph = evaluationGraph(this.network, this.image, await this.state());
    return evaluate(graph, images, this.device, normal);
  }

  async state(): Promise<TrainingState> {
    const copies = await this.copySession.run(this.tensors);
    const vector = (key: StateKey) => copies[nextName(key)].data as Float32Array;
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

  async close(): Promise<void> {
    await this.stepSession.release();
    await this.copySession.release();
  }
}

/** Gives the state as it is: the only way back from the memory of a GPU. */
function copyGraph(shapes: Readonly<Record<StateKey, number[]>>): Graph {
  const g = new Graph('caelum_training_state');
  for (const key of STATE_KEYS) {
    g.output(nextName(key), identity(g, g.input(STATE_NAMES[key], shapes[key])));
  }
  return g;
}
