/** The whole training step, on real digits, against TensorFlow.js and against itself. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { convolutionalAutoencoder } from '../../exporter/autoencoder.ts';
import { encodeModel } from '../../exporter/onnx.ts';
import { initialState, layoutOf, STATE_KEYS, type TrainingState } from '../../exporter/state.ts';
import { nextName, trainingStepGraph } from '../../exporter/trainingGraphs.ts';
import { seededRandom } from '../../pipeline/random.ts';
import {
  largestDifference,
  middleOf,
  realDigits,
  relativeError,
  runModel,
  trainingFeeds,
  type Tensor,
} from '../helpers.ts';
import * as judge from './tfjs.ts';

const { tf } = judge;
const network = convolutionalAutoencoder([1, 28, 28]);
const layout = layoutOf(network);
const NO_DESCRIPTION = { documentation: '', producerVersion: '', facts: {} };
const model = encodeModel(trainingStepGraph(network, [1, 28, 28]), NO_DESCRIPTION);

function start(): TrainingState {
  return initialState(layout, seededRandom(42, 'initial weights'));
}

async function step(
  state: TrainingState,
  images: Tensor,
  learningRate: number,
  graph: Uint8Array = model,
) {
  const results = await runModel(graph, trainingFeeds(network, images, state, learningRate));
  const next = Object.fromEntries(STATE_KEYS.map((key) => [key, results[nextName(key)]]));
  return { loss: results.loss[0], state: next as unknown as TrainingState };
}

test('the reference has 28,609 trained parameters, named as in PyTorch', () => {
  assert.equal(start().parameters.length, 28_609);
  assert.equal(layout.parameters[0].name, 'encoder.0.weight');
  assert.ok(layout.parameters.some(({ name }) => name === 'decoder.8.bias'));
  assert.deepEqual(
    layout.statistics.map(({ name }) => name).filter((name) => name.startsWith('encoder')),
    [
      'encoder.2.running_mean',
      'encoder.2.running_var',
      'encoder.6.running_mean',
      'encoder.6.running_var',
    ],
  );
});

test('weights start within ±1/√fan_in and fill that range evenly', () => {
  const { parameters } = start();
  for (const { name, offset, size, parameter } of layout.parameters) {
    if (parameter.shape.length !== 4) continue;
    const [, inputs, height, width] = parameter.shape;
    const bound = 1 / Math.sqrt(inputs * height * width);
    const values = parameters.subarray(offset, offset + size);
    const spread = Math.sqrt(values.reduce((sum, w) => sum + w * w, 0) / size);
    assert.ok(
      values.every((w) => Math.abs(w) <= bound),
      name,
    );
    assert.ok(Math.abs(spread / (bound / Math.sqrt(3)) - 1) < 0.15, `${name}: spread ${spread}`);
  }
});

/**
 * Adam divides by √v + 1e-8, so a gradient of that size moves its parameter by up to the whole
 * learning rate in a direction that float32 rounding decides; the typical gradient here is 7e-3.
 */
const GRADIENT_NOISE = 1e-6;

test('losses, gradients and three steps of Adam agree with TensorFlow.js', async () => {
  // The middle of digits, since the judge is slow.
  const image = [1, 12, 20] as const;
  const images = middleOf(await realDigits(2), image);
  const small = encodeModel(trainingStepGraph(network, image), NO_DESCRIPTION);
  let state = start();
  const noisy = new Set<number>();
  const reference = referenceTraining(images, state, 3);
  for (const [i, expected] of reference.entries()) {
    const before = state;
    const result = await step(state, images, 0.001, small);
    state = result.state;
    assert.ok(Math.abs(result.loss / expected.loss - 1) < 1e-5, `loss of step ${i + 1}`);
    // m ← 0.9 m + 0.1 g: the gradient can be read off Adam's first moment.
    const gradient = state.firstMoment.map((m, k) => (m - 0.9 * before.firstMoment[k]) / 0.1);
    const gradientError = relativeError(gradient, expected.gradient);
    assert.ok(gradientError < 1e-3, `gradient of step ${i + 1}: relative error ${gradientError}`);
    for (const [k, g] of expected.gradient.entries()) {
      if (Math.abs(g) < GRADIENT_NOISE) noisy.add(k);
    }
    const sure = (vector: Float32Array) => vector.filter((_, k) => !noisy.has(k));
    const difference = largestDifference(sure(state.parameters), sure(expected.parameters));
    assert.ok(difference < 1e-4, `parameters after step ${i + 1} differ by ${difference}`);
    assert.ok(noisy.size < 0.02 * state.parameters.length, `${noisy.size} gradients are noise`);
    assert.equal(state.step[0], i + 1);
  }
});

test('running statistics move by a tenth towards the batch, the variance unbiased', async () => {
  const images = await realDigits(5);
  const before = start();
  const { state } = await step(before, images, 0.001);
  const activations = firstActivations(images, before);
  const { mean, variance } = tf.moments(activations, [0, 1, 2]);
  const n = 5 * 28 * 28;
  const expectedMean = mean.dataSync().map((value) => 0.1 * value);
  const expectedVariance = variance.dataSync().map((value) => 0.9 + (0.1 * value * n) / (n - 1));
  assert.ok(relativeError(state.statistics.subarray(0, 32), expectedMean) < 1e-5);
  assert.ok(relativeError(state.statistics.subarray(32, 64), expectedVariance) < 1e-6);
});

test('the running variance takes the unbiased estimate', async () => {
  // One image of 4 × 4: 16 numbers a channel, so that n / (n − 1) is plain to see.
  const pixels = (await realDigits(1)).data.filter((_, i) => i % 49 === 25);
  const image = { data: pixels, dims: [1, 1, 4, 4] };
  const before = start();
  const tiny = encodeModel(trainingStepGraph(network, [1, 4, 4]), NO_DESCRIPTION);
  const { state } = await step(before, image, 0.001, tiny);
  const { variance } = tf.moments(firstActivations(image, before), [0, 1, 2]);
  const expected = variance.dataSync().map((value) => 0.9 + (0.1 * value * 16) / 15);
  assert.ok(largestDifference(state.statistics.subarray(32, 64), expected) < 1e-7);
  assert.ok(Math.max(...variance.dataSync()) > 1e-3, 'the image is not blank');
});

test('averages begin with the first step and move by 9 / (t + 8) after it', async () => {
  const images = await realDigits(2);
  const first = await step(start(), images, 0.001);
  assert.deepEqual(first.state.averageParameters, first.state.parameters);
  const second = await step(first.state, images, 0.001);
  const expected = first.state.parameters.map((w, k) => 0.1 * w + 0.9 * second.state.parameters[k]);
  assert.ok(largestDifference(second.state.averageParameters, expected) < 1e-6);
});

test('averages of statistics are those of batches, not of what running statistics start with', async () => {
  const images = await realDigits(5);
  const states = [start()];
  for (let i = 0; i < 2; i++) states.push((await step(states[i], images, 0.001)).state);
  const { mean, variance } = tf.moments(firstActivations(images, states[0]), [0, 1, 2]);
  const n = 5 * 28 * 28;
  const [, first, second] = states.map(({ averageStatistics }) => averageStatistics);
  assert.ok(relativeError(first.subarray(0, 32), mean.dataSync()) < 1e-5);
  const unbiased = variance.dataSync().map((value) => (value * n) / (n - 1));
  assert.ok(relativeError(first.subarray(32, 64), unbiased) < 1e-5);
  // running ← 0.9 · running + 0.1 · batch tells what the second batch's were.
  const batch = states[2].statistics.map((value, k) => 10 * value - 9 * states[1].statistics[k]);
  const expected = first.map((value, k) => 0.1 * value + 0.9 * batch[k]);
  assert.ok(relativeError(second, expected) < 1e-5);
});

test('a learning rate of zero changes no parameter', async () => {
  const { state } = await step(start(), await realDigits(2), 0);
  assert.deepEqual(state.parameters, start().parameters);
});

test('the loss falls when one batch is repeated', async () => {
  const images = await realDigits(8);
  let state = start();
  const losses: number[] = [];
  for (let i = 0; i < 12; i++) {
    const result = await step(state, images, 0.001);
    losses.push(result.loss);
    state = result.state;
  }
  assert.ok(
    losses.every((loss, i) => i === 0 || loss < losses[i - 1]),
    losses.join(' '),
  );
});

interface ReferenceStep {
  readonly loss: number;
  /** In the order of our flat vector, like the parameters. */
  readonly gradient: Float32Array;
  readonly parameters: Float32Array;
}

/** The same network, loss and optimizer in TensorFlow.js. */
function referenceTraining(images: Tensor, state: TrainingState, steps: number): ReferenceStep[] {
  const variables = layout.parameters.map(({ name, offset, size, parameter }) => {
    const tensor = { data: state.parameters.slice(offset, offset + size), dims: parameter.shape };
    const value = tensor.dims.length === 4 ? judge.kernelTensor(tensor) : tf.tensor(tensor.data);
    return tf.variable(value, true, name);
  });
  const optimizer = tf.train.adam(0.001, 0.9, 0.999, 1e-8);
  const x = judge.imageTensor(images);
  const flatten = (tensors: readonly ReturnType<typeof tf.tensor>[]) =>
    Float32Array.from(
      tensors.flatMap((t) => Array.from(t.rank === 4 ? judge.kernelNumbers(t) : t.dataSync())),
    );
  return Array.from({ length: steps }, () => {
    const { value, grads } = tf.variableGrads(
      () => tf.mean(tf.squaredDifference(referenceNetwork(x, variables), x)),
      variables,
    );
    optimizer.applyGradients(Object.entries(grads).map(([name, tensor]) => ({ name, tensor })));
    return {
      loss: value.dataSync()[0],
      gradient: flatten(variables.map(({ name }) => grads[name])),
      parameters: flatten(variables),
    };
  });
}

type Variables = ReturnType<typeof tf.variable>[];
type Images = ReturnType<typeof judge.imageTensor>;

function referenceNetwork(x: Images, variables: Variables) {
  const rest = [...variables];
  const convolve = (value: Images) => {
    const [kernel, bias] = rest.splice(0, 2);
    return tf.add<Images>(tf.conv2d(value, kernel as Images, 1, 'same'), bias);
  };
  const block = (value: Images) => {
    const activations = tf.relu(convolve(value));
    const [gamma, beta] = rest.splice(0, 2);
    return judge.batchNormalize(activations, gamma, beta);
  };
  const pooled = (value: Images) => tf.maxPool(value, 2, 2, 'valid');
  const latent = pooled(block(pooled(block(x))));
  const decoded = block(judge.upsample(block(judge.upsample(latent))));
  return tf.sigmoid(convolve(decoded));
}

/** What the first batch normalisation sees. */
function firstActivations(images: Tensor, { parameters }: TrainingState): Images {
  const [weight, bias] = layout.parameters.map(({ offset, size, parameter }) => ({
    data: parameters.slice(offset, offset + size),
    dims: parameter.shape,
  }));
  const convolved = tf.conv2d(judge.imageTensor(images), judge.kernelTensor(weight), 1, 'same');
  return tf.relu(tf.add<Images>(convolved, tf.tensor(bias.data)));
}
