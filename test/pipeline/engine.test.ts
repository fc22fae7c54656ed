import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { convolutionalAutoencoder } from '../../exporter/autoencoder.ts';
import { Graph, type Dimension } from '../../exporter/graph.ts';
import { encodeModel } from '../../exporter/onnx.ts';
import { initialState, layoutOf } from '../../exporter/state.ts';
import { add, div, mul, reduceMean, reshape } from '../../exporter/ops.ts';
import { Codec } from '../../pipeline/engine/codec.ts';
import { CPU } from '../../pipeline/engine/devices/device.ts';
import { Model } from '../../pipeline/engine/model.ts';
import { OnnxTrainer } from '../../pipeline/engine/onnxTrainer.ts';
import { InputError } from '../../pipeline/errors.ts';
import type { ImageSet } from '../../pipeline/images.ts';
import { seededRandom } from '../../pipeline/random.ts';
import { realDigits, squaredErrorOf, stepOptions } from '../helpers.ts';

function bytes(graph: Graph): Uint8Array {
  return encodeModel(graph, { documentation: '', producerVersion: '', facts: {} });
}

/** Images of 2 × 2 → their mean, as a latent of one number. */
function meanEncoder(batch: Dimension): Uint8Array {
  const g = new Graph('mean');
  g.output('latent', reduceMean(g, g.input('x', [batch, 1, 2, 2]), [1, 2, 3], false));
  return bytes(g);
}

/** A number → four numbers, in an image of the shape. */
function spreadDecoder(shape: readonly number[]): Uint8Array {
  const g = new Graph('spread');
  const four = g.initializer('four', { shape: [4], data: Float32Array.of(1, 1, 1, 1) });
  const x = reshape(g, g.input('z', ['n']), ['n', 1]);
  g.output('image', reshape(g, mul(g, x, four), ['n', ...shape]));
  return bytes(g);
}

const IMAGES: ImageSet = {
  shape: { channels: 1, height: 2, width: 2 },
  pixels: Uint8Array.of(0, 0, 255, 255, 255, 255, 255, 255, 0, 0, 0, 51),
  labels: Int32Array.of(0, 1, 0),
};
const PATHS = { encoder: 'E.onnx', decoder: 'D.onnx' };

describe('codec', () => {
  for (const batch of ['n', 1, 2]) {
    test(`encodes and decodes with a batch axis of ${batch}`, async () => {
      const models = { encoder: meanEncoder(batch), decoder: spreadDecoder([1, 2, 2]) };
      const codec = await Codec.open(models, PATHS, CPU);
      const latents = await codec.encode(IMAGES);
      assert.deepEqual(latents, { shape: [], data: Float32Array.of(0.5, 1, 0.05) });
      const images = await codec.decode(latents, IMAGES.shape);
      assert.deepEqual(images.subarray(4, 8), Float32Array.of(1, 1, 1, 1));
      assert.equal(codec.encoder.tensors.batch, batch === 'n' ? null : batch);
      await codec.close();
    });
  }

  test('refuses a decoder that gives images of another shape', async () => {
    const models = { encoder: meanEncoder('n'), decoder: spreadDecoder([1, 1, 4]) };
    const codec = await Codec.open(models, PATHS, CPU);
    await assert.rejects(codec.reconstruct(IMAGES), {
      name: InputError.name,
      message: /D\.onnx gives images of 1 × 1 × 4, these are 1 × 2 × 2/,
    });
  });
});

describe('model', () => {
  test('refuses results that are not finite, wherever they are', async () => {
    const g = new Graph('inverse');
    const x = g.input('x', ['n', 5]);
    g.output('y', div(g, g.scalar(1), x));
    const model = await Model.open(bytes(g), 'inverse.onnx', CPU);
    const check = async (data: Float32Array) => {
      model.checkFinite(await model.run({ count: 1, shape: [5], read: () => data }));
    };
    const fine = Float32Array.of(1, -2, 3, -4, 5);
    await check(fine);
    for (let at = 0; at < fine.length; at++) {
      await assert.rejects(check(fine.map((value, i) => (i === at ? 0 : value))), {
        name: InputError.name,
        message: /inverse\.onnx.*y holds NaN or infinite/,
      });
    }
    await model.close();
  });

  test('gives the same however many batches it takes', async () => {
    const g = new Graph('double');
    const x = g.input('x', ['n', 2]);
    g.output('y', add(g, x, x));
    const model = await Model.open(bytes(g), 'double.onnx', CPU);
    const data = Float32Array.from({ length: 2 * 257 }, (_, i) => i);
    const done: number[] = [];
    const { shape, data: doubled } = await model.run(
      { count: 257, shape: [2], read: (from, to) => data.subarray(2 * from, 2 * to) },
      undefined,
      (count) => done.push(count),
    );
    assert.deepEqual(shape, [2]);
    assert.deepEqual(
      doubled,
      data.map((value) => 2 * value),
    );
    assert.ok(done.length > 2 && done.at(-1) === 257, done.join(' '));
    await model.close();
  });

  test('refuses two inputs, naming them', async () => {
    const g = new Graph('sum');
    g.output('y', add(g, g.input('a', ['n']), g.input('b', ['n'])));
    await assert.rejects(Model.open(bytes(g), 'sum.onnx', CPU), {
      name: InputError.name,
      message: /sum\.onnx takes 2 inputs \(a, b\)/,
    });
  });

  test('refuses an input of another type', async () => {
    const g = new Graph('whole');
    g.output('y', reshape(g, g.input('x', ['n', 1], 'int64'), ['n']));
    await assert.rejects(
      Model.open(bytes(g), 'whole.onnx', CPU),
      /whole\.onnx: its input x must be a float32/,
    );
  });

  test('refuses bytes that are no model, and truncated ones', async () => {
    const good = meanEncoder('n');
    for (const bad of [new Uint8Array(), good.subarray(0, good.length / 2), Buffer.from('ONNX')]) {
      await assert.rejects(Model.open(bad, 'bad.onnx', CPU), {
        name: InputError.name,
        message: /^bad\.onnx is not an ONNX model/,
      });
    }
  });
});

describe('trainer', () => {
  const startTraining = () => {
    const network = convolutionalAutoencoder([1, 28, 28]);
    const start = initialState(layoutOf(network), seededRandom(1, 'initial weights'));
    return OnnxTrainer.create(network, [1, 28, 28], start, CPU);
  };

  test('takes batches of any size, and the same start gives the same numbers', async () => {
    const { data } = await realDigits(10);
    const losses = async () => {
      const trainer = await startTraining();
      const first = await trainer.step(data.subarray(0, 7 * 784), 7, stepOptions());
      const second = await trainer.step(data.subarray(7 * 784), 3, stepOptions());
      const { parameters, step } = await trainer.state();
      await trainer.close();
      return { first, second, parameters, step };
    };
    const once = await losses();
    assert.equal(once.step[0], 2);
    assert.deepEqual(await losses(), once);
  });

  test('later steps leave a state alone that was asked for', async () => {
    const { data } = await realDigits(2);
    const trainer = await startTraining();
    await trainer.step(data, 2, stepOptions());
    const before = await trainer.state();
    const kept = structuredClone(before);
    await trainer.step(data, 2, stepOptions());
    assert.deepEqual(before, kept);
    assert.notDeepEqual(await trainer.state(), kept);
    await trainer.close();
  });

  test('evaluates over all images, whatever their number', async () => {
    const { data } = await realDigits(260); // more than one batch, the last not full
    const trainer = await startTraining();
    const images = (from: number, count: number): ImageSet => ({
      shape: { channels: 1, height: 28, width: 28 },
      pixels: Uint8Array.from(data.subarray(from * 784, (from + count) * 784), (x) => x * 255),
      labels: new Int32Array(count),
    });
    const all = await squaredErrorOf(trainer, images(0, 260));
    const parts =
      (200 * (await squaredErrorOf(trainer, images(0, 200))) +
        60 * (await squaredErrorOf(trainer, images(200, 60)))) /
      260;
    assert.ok(Math.abs(all - parts) < 1e-7, `${all} against ${parts}`);
    await trainer.close();
  });
});
