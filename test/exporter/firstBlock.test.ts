/** The feature maps after an encoder's first block, as one more output of it. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { convolutionalAutoencoder } from '../../exporter/autoencoder.ts';
import { firstBlockTensor, withOutput } from '../../exporter/firstBlock.ts';
import { Graph } from '../../exporter/graph.ts';
import { inferenceGraphs } from '../../exporter/inferenceModels.ts';
import { decodeModel, encodeModel } from '../../exporter/onnx.ts';
import { relu } from '../../exporter/ops.ts';
import { initialState, layoutOf } from '../../exporter/state.ts';
import { withFirstBlock } from '../../pipeline/engine/firstBlock.ts';
import { seededRandom } from '../../pipeline/random.ts';
import { findPython, largestDifference, realDigits, runModel } from '../helpers.ts';

const NOTHING = { documentation: '', producerVersion: '', facts: {} };
const DIGIT = { channels: 1, height: 28, width: 28 };
const python = findPython(['onnx']);

function untrainedEncoder(): Uint8Array {
  const network = convolutionalAutoencoder([1, 28, 28]);
  const weights = initialState(layoutOf(network), seededRandom(3, 'weights'));
  return encodeModel(inferenceGraphs(network, [1, 28, 28], weights).encoder, NOTHING);
}

function foreignEncoder(): Uint8Array {
  return readFileSync(new URL('../fixtures/pytorch-pair/encoder.onnx', import.meta.url));
}

/** A convolution 3 × 3 with padding 1 of one channel, and what is below 0 cut off, in plain loops. */
function plainConvolution(
  image: Float32Array,
  side: number,
  weight: Float32Array,
  bias: Float32Array,
  stride: number,
): Float32Array {
  const size = side / stride;
  return Float32Array.from({ length: bias.length * size * size }, (_, n) => {
    const [channel, y, x] = [Math.floor(n / size ** 2), Math.floor(n / size) % size, n % size];
    let sum = bias[channel];
    for (let k = 0; k < 9; k++) {
      const row = stride * y + Math.floor(k / 3) - 1;
      const column = stride * x + (k % 3) - 1;
      if (row < 0 || column < 0 || row >= side || column >= side) continue;
      sum += weight[9 * channel + k] * image[row * side + column];
    }
    return Math.max(0, sum);
  });
}

/** The largest of each 2 × 2. */
function plainPool(maps: Float32Array, side: number): Float32Array {
  const half = side / 2;
  return Float32Array.from({ length: maps.length / 4 }, (_, n) => {
    const [channel, y, x] = [Math.floor(n / half ** 2), Math.floor(n / half) % half, n % half];
    const at = channel * side ** 2 + 2 * y * side + 2 * x;
    return Math.max(maps[at], maps[at + 1], maps[at + side], maps[at + side + 1]);
  });
}

void describe('the first block', () => {
  void test('of our encoder is what convolution, pool and normalisation give in plain loops', async () => {
    const original = untrainedEncoder();
    const tensors = { input: 'image', output: 'latent', batch: null };
    const { encoder, firstBlock } = await withFirstBlock(original, tensors, DIGIT);
    assert.deepEqual(firstBlock?.shape, [32, 14, 14]);
    const image = await realDigits(1);
    const outputs = await runModel(encoder, { image });
    const { initializers } = decodeModel(original);
    const numbers = (name: string) => initializers.get(name)?.data as Float32Array;
    const convolved = plainConvolution(
      image.data,
      28,
      numbers('encoder.0.weight'),
      numbers('encoder.0.bias'),
      1,
    );
    // Running statistics as they start: mean 0, variance 1.
    const expected = plainPool(convolved, 28).map((value) => value / Math.sqrt(1 + 1e-5));
    assert.ok(largestDifference(outputs[firstBlock.output], expected) < 1e-5);
    const { latent } = await runModel(original, { image });
    assert.deepEqual(outputs.latent, latent);
    assert.ok(encoder.length > original.length);
    assert.deepEqual(encoder.slice(0, firstBlock.addedAt), new Uint8Array(original));
  });

  void test('of an encoder from elsewhere comes beside its latent, which stays as it was', async () => {
    const original = foreignEncoder();
    const tensors = { input: 'pixels', output: 'z', batch: null };
    const { encoder, firstBlock } = await withFirstBlock(original, tensors, DIGIT);
    const pixels = await realDigits(3, 20);
    const outputs = await runModel(encoder, { pixels });
    assert.deepEqual(outputs.z, (await runModel(original, { pixels })).z);
    // The exporter has folded the normalisation into them, under names of its own.
    const tensorsInside = [...decodeModel(original).initializers.values()];
    const at = tensorsInside.findIndex(({ shape }) => shape.join() === '8,1,3,3');
    const [weight, bias] = tensorsInside.slice(at, at + 2).map(({ data }) => data as Float32Array);
    assert.deepEqual(firstBlock?.shape, [8, 14, 14]);
    const last = plainConvolution(pixels.data.subarray(2 * 784), 28, weight, bias, 2);
    const maps = outputs[firstBlock.output].subarray(2 * 8 * 14 * 14);
    assert.ok(largestDifference(maps, last) < 1e-5);
  });

  void test('is nothing where a model has no second convolution', async () => {
    const g = new Graph('no convolution');
    g.output('latent', relu(g, g.input('image', ['batch', 1, 28, 28])));
    const encoder = encodeModel(g, NOTHING);
    assert.equal(firstBlockTensor(encoder), null);
    const tensors = { input: 'image', output: 'latent', batch: null };
    const same = await withFirstBlock(encoder, tensors, DIGIT);
    assert.equal(same.encoder, encoder);
    assert.equal(same.firstBlock, null);
  });

  void test('is not added where it is an output already', () => {
    const encoder = untrainedEncoder();
    assert.equal(withOutput(encoder, 'latent', [32, 7, 7]), encoder);
  });

  void test(
    'leaves a model that the checker of ONNX accepts',
    { skip: 'reason' in python && python.reason },
    async () => {
      for (const [encoder, input] of [
        [untrainedEncoder(), 'image'],
        [foreignEncoder(), 'pixels'],
      ] as const) {
        const tensors = { input, output: '', batch: null };
        const path = join(tmpdir(), `caelum-${process.pid}.onnx`);
        writeFileSync(path, (await withFirstBlock(encoder, tensors, DIGIT)).encoder);
        const check = `import onnx, sys; onnx.checker.check_model(sys.argv[1], full_check=True)`;
        const { status, stderr } = spawnSync((python as { path: string }).path, [
          '-c',
          check,
          path,
        ]);
        rmSync(path);
        assert.equal(status, 0, stderr.toString());
      }
    },
  );
});
