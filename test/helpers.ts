/** What tests of several parts share. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import * as ort from 'onnxruntime-node';
import type { Graph } from '../exporter/graph.ts';
import type { Autoencoder } from '../exporter/autoencoder.ts';
import { encodeModel } from '../exporter/onnx.ts';
import {
  initialState,
  layoutOf,
  STATE_KEYS,
  STATE_NAMES,
  stateShapes,
  type TrainingState,
} from '../exporter/state.ts';
import type { ImageDimensions } from '../exporter/tensorNames.ts';
import { readNpmDigits } from '../pipeline/datasets/npmDigits.ts';
import { toFloats, type ImageSet } from '../pipeline/images.ts';
import type { StepOptions, Trainer } from '../pipeline/engine/trainer.ts';
import { normalNumbers, seededRandom } from '../pipeline/random.ts';

export interface Tensor {
  readonly data: Float32Array;
  readonly dims: readonly number[];
}

/** Runs a graph once and gives its outputs by name. */
export async function runGraph(
  graph: Graph,
  feeds: Readonly<Record<string, Tensor>>,
): Promise<Record<string, Float32Array>> {
  return runModel(encodeModel(graph, { documentation: '', producerVersion: '', facts: {} }), feeds);
}

export async function runModel(
  bytes: Uint8Array,
  feeds: Readonly<Record<string, Tensor>>,
): Promise<Record<string, Float32Array>> {
  const session = await ort.InferenceSession.create(bytes, { logSeverityLevel: 3 });
  const tensors = Object.entries(feeds).map(([name, { data, dims }]) => [
    name,
    new ort.Tensor('float32', data, dims),
  ]);
  const results = await session.run(Object.fromEntries(tensors) as Record<string, ort.Tensor>);
  await session.release();
  return Object.fromEntries(
    Object.entries(results).map(([name, { data }]) => [name, data as Float32Array]),
  );
}

/** What a training step takes: images, a state (by default that of a seed) and a learning rate. */
export function trainingFeeds(
  network: Autoencoder,
  images: Tensor,
  state: TrainingState = initialState(layoutOf(network), seededRandom(42, 'initial weights')),
  learningRate = 0.001,
): Record<string, Tensor> {
  const shapes = stateShapes(layoutOf(network));
  return {
    image: images,
    learning_rate: { data: Float32Array.of(learningRate), dims: [] },
    ...Object.fromEntries(
      STATE_KEYS.map((key) => [STATE_NAMES[key], { data: state[key], dims: shapes[key] }]),
    ),
  };
}

/** ‖a − b‖ / ‖b‖ in the Euclidean norm: 0 for equal vectors, and never hidden by a few tiny entries. */
export function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  assert.equal(actual.length, expected.length, 'lengths differ');
  let difference = 0;
  let size = 0;
  for (let i = 0; i < expected.length; i++) {
    difference += (actual[i] - expected[i]) ** 2;
    size += expected[i] ** 2;
  }
  return Math.sqrt(difference / size);
}

export function largestDifference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  assert.equal(actual.length, expected.length, 'lengths differ');
  let largest = 0;
  for (let i = 0; i < expected.length; i++) {
    const difference = Math.abs(actual[i] - expected[i]);
    if (!(difference <= largest)) largest = difference; // NaN counts as a difference
  }
  return largest;
}

let digits: Promise<{ train: ImageSet; test: ImageSet }> | null = null;

/** Real digits: images `from` to `from + count` of the training split, in [0, 1]. */
export async function realDigits(count: number, from = 0): Promise<Tensor> {
  digits ??= readNpmDigits();
  const { train } = await digits;
  const indices = Array.from({ length: count }, (_, i) => from + i);
  return { data: toFloats(train, indices), dims: [count, 1, 28, 28] };
}

/** The middle of digits, height × width: where an image is to be small, and still one of something. */
export function middleOf({ data, dims }: Tensor, [, height, width]: ImageDimensions): Tensor {
  const [count] = dims;
  const [top, left] = [Math.floor((28 - height) / 2), Math.floor((28 - width) / 2)];
  const isWithin = (at: number, from: number, size: number) => at >= from && at < from + size;
  const middle = data.filter(
    (_, i) => isWithin(Math.floor(i / 28) % 28, top, height) && isWithin(i % 28, left, width),
  );
  return { data: middle, dims: [count, 1, height, width] };
}

/**
 * A Python that can import `modules`, or a sentence that says why there is none: $CAELUM_PYTHON, else
 * `python3`.
 */
export function findPython(modules: readonly string[]): { path: string } | { reason: string } {
  const { CAELUM_PYTHON: named = '' } = process.env;
  const path = named === '' ? 'python3' : named;
  const probe = spawnSync(path, ['-c', `import ${modules.join(', ')}`], { encoding: 'utf8' });
  if (probe.status === 0) return { path };
  const reason = probe.error ? probe.error.message : probe.stderr.trim().split('\n').at(-1);
  return { reason: `${path} cannot import ${modules.join(', ')}: ${reason}` };
}

/** What a step takes besides images, the same every time. */
export function stepOptions(): StepOptions {
  const normal = normalNumbers(seededRandom(1, 'noise'));
  return { learningRate: 0.001, divergenceWeight: 1, normal };
}

/** Mean squared error of a network over images. */
export async function squaredErrorOf(trainer: Trainer, images: ImageSet): Promise<number> {
  return (await trainer.evaluate(images, stepOptions().normal)).squared_error;
}
