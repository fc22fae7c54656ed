/** Training in TensorFlow.js, on tiny images and on what needs no training. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import tf from '@tensorflow/tfjs';
import { convolutionalAutoencoder } from '../../exporter/autoencoder.ts';
import { initialState, layoutOf, type TrainingState } from '../../exporter/state.ts';
import { CPU } from '../../pipeline/engine/devices/device.ts';
import { createTrainer, ENGINES } from '../../pipeline/engine/open.ts';
import { replaceKernelGradient } from '../../pipeline/engine/tfjs/kernelGradient.ts';
import { passesOf } from '../../pipeline/engine/tfjs/layers.ts';
import { TfjsTrainer } from '../../pipeline/engine/tfjs/trainer.ts';
import { seededRandom } from '../../pipeline/random.ts';
import { middleOf, realDigits, relativeError, squaredErrorOf, stepOptions } from '../helpers.ts';

const QUIET = { device: CPU, report: { note: () => undefined } };

tf.enableProdMode();
await tf.setBackend('cpu');

test('the gradient of a kernel is what TensorFlow.js’s own, slow one gives', () => {
  const random = seededRandom(7, 'convolutions');
  const tensor = (...shape: [number, number, number, number]) =>
    tf.tensor4d(
      Float32Array.from({ length: shape.reduce((a, b) => a * b) }, () => random() - 0.5),
      shape,
    );
  const cases = [3, 5, 1].map((side) => ({
    x: tensor(3, 5, 6, 2),
    dy: tensor(3, 5, 6, 4),
    kernel: tensor(side, side, 2, 4),
  }));
  const gradients = () =>
    cases.map(({ x, dy, kernel }) => {
      const output = (k: tf.Tensor) => tf.mul(tf.conv2d(x, k as tf.Tensor4D, 1, 'same'), dy);
      return tf
        .grad((k) => tf.sum(output(k)))(kernel)
        .dataSync<'float32'>();
    });
  const expected = gradients();
  replaceKernelGradient();
  for (const [i, gradient] of gradients().entries()) {
    assert.ok(relativeError(gradient, expected[i]) < 1e-6, `kernel of ${cases[i].kernel.shape[0]}`);
    assert.notDeepEqual(gradient, expected[i], 'the sum was made in another order');
  }
});

describe('trainer', () => {
  /** The middle of real digits: enough for both pools, and quick. */
  const images = async (count: number) => middleOf(await realDigits(count), [1, 8, 8]).data;
  const network = convolutionalAutoencoder([1, 28, 28]);
  const initial = () => initialState(layoutOf(network), seededRandom(1, 'initial weights'));
  const trainer = (start: TrainingState) => new TfjsTrainer(network, [1, 8, 8], start);

  test('goes on from a kept state with the same numbers', async () => {
    const batch = await images(3);
    const through = trainer(initial());
    for (let i = 0; i < 2; i++) await through.step(batch, 3, stepOptions());
    const kept = await through.state();
    const copy = structuredClone(kept);
    const loss = await through.step(batch, 3, stepOptions());
    assert.deepEqual(kept, copy, 'a state stays as it was given');

    const resumed = trainer(kept);
    assert.deepEqual(await resumed.step(batch, 3, stepOptions()), loss);
    assert.deepEqual(await resumed.state(), await through.state());
    assert.equal(kept.step[0], 2);
  });

  test('follows means and unbiased variances as the other engine does', async () => {
    // One image of 4 × 4: 16 numbers a channel and less, so that n / (n − 1) is plain to see.
    const pixels = (await realDigits(1)).data.filter((_, i) => i % 49 === 25);
    const [onnx, tfjs] = await Promise.all(
      ENGINES.map(async (engine) => {
        const other = await createTrainer(engine, network, [1, 4, 4], initial(), QUIET);
        await other.step(pixels, 1, stepOptions());
        const { statistics, averageStatistics } = await other.state();
        await other.close();
        return [...statistics, ...averageStatistics];
      }),
    );
    const error = relativeError(tfjs, onnx);
    assert.ok(error < 1e-5, `relative error ${error}`);
  });

  test('keeps no tensor from step to step, and none at the end', async () => {
    const batch = await images(3);
    const before = tf.memory().numTensors;
    const leaky = trainer(initial());
    const after: number[] = [];
    for (let i = 0; i < 3; i++) {
      await leaky.step(batch, 3, stepOptions());
      after.push(tf.memory().numTensors);
    }
    const shape = { channels: 1, height: 8, width: 8 };
    const pixels = Uint8Array.from(batch, (x) => x * 255);
    await squaredErrorOf(leaky, { shape, pixels, labels: new Int32Array(3) });
    after.push(tf.memory().numTensors);
    assert.deepEqual(new Set(after), new Set([before + 6]), 'the six vectors of the state');
    await leaky.close();
    assert.equal(tf.memory().numTensors, before);
  });

  test('gives signals and output a turn between steps', async () => {
    const batch = await images(2);
    const busy = trainer(initial());
    let turns = 0;
    const count = setInterval(() => turns++, 0);
    for (let i = 0; i < 3; i++) await busy.step(batch, 2, stepOptions());
    clearInterval(count);
    assert.ok(turns > 0);
  });
});

test('a layer that has no line yet is named', () => {
  assert.throws(() => passesOf('attention'), /no layer of the kind attention.*add a line/);
});
