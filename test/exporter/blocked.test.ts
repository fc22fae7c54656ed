/** The layers of whole networks rewritten for blocks of channels, against the same layers as they are. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { convolutionalAutoencoder } from '../../exporter/autoencoder.ts';
import { Blocks } from '../../exporter/blocked/blocks.ts';
import { lowered } from '../../exporter/blocked/lowering.ts';
import { batchNormalization } from '../../exporter/layers/batchNormalization.ts';
import { convolution } from '../../exporter/layers/convolution.ts';
import type { Described, Layer } from '../../exporter/layers/layer.ts';
import { maxPool } from '../../exporter/layers/maxPool.ts';
import { relu } from '../../exporter/layers/relu.ts';
import { sigmoid } from '../../exporter/layers/sigmoid.ts';
import { upsample } from '../../exporter/layers/upsample.ts';
import { count } from '../../exporter/shapes.ts';
import { layoutOf, named, type NamedLayer } from '../../exporter/state.ts';
import { trainingStepGraph } from '../../exporter/trainingGraphs.ts';
import { processorBlocks } from '../../pipeline/engine/devices/processorBlocks.ts';
import { seededRandom } from '../../pipeline/random.ts';
import { realDigits, relativeError, runGraph, trainingFeeds } from '../helpers.ts';

const BLOCKS = new Blocks(16);
const ENCODER = [convolution(1, 16), relu(), batchNormalization(16), maxPool()];
const kinds = (layers: readonly NamedLayer<Described>[]) =>
  layers.map(({ layer }) => layer.kind).join(' ');

describe('rules', () => {
  test('fit the reference, and its tensors keep their names and their order', () => {
    const { encoder, decoder } = convolutionalAutoencoder(1);
    const layers = [...named('encoder', encoder), ...named('decoder', decoder)];
    const low = lowered(layers, BLOCKS);
    assert.ok(low);
    assert.equal(
      kinds(low),
      'conv batchnorm maxpool conv batchnorm maxpool upconv batchnorm join upconv batchnorm conv sigmoid',
    );
    const tensors = (list: readonly NamedLayer<Described>[]) =>
      list.flatMap(({ name, layer }) => layer.parameters.map((each) => `${name}.${each.name}`));
    assert.deepEqual(tensors(low), tensors(layers));
  });

  const STRANGERS: Readonly<Record<string, readonly Layer[]>> = {
    'a convolution without ReLU': [convolution(1, 16), maxPool()],
    'a pool without a convolution': [maxPool()],
    'phases at the end': [...ENCODER, upsample(), convolution(16, 16), relu()],
    'many channels at the end': [
      ...ENCODER,
      upsample(),
      convolution(16, 16),
      relu(),
      convolution(16, 16),
      sigmoid(),
    ],
    'channels that fill no block': [convolution(1, 8), ...ENCODER.slice(1)],
    'a larger kernel': [convolution(1, 16, 5), ...ENCODER.slice(1)],
  };
  for (const [name, layers] of Object.entries(STRANGERS)) {
    test(`leave ${name} alone`, () => {
      assert.equal(lowered(named('net', layers), BLOCKS), null);
    });
  }
});

const blocks = await processorBlocks();
const skip = blocks ? false : 'ONNX Runtime has no operators in blocks on this processor';

describe('a training step in blocks', { skip }, () => {
  for (const [batch, ...image] of [
    [5, 1, 28, 28],
    [5, 3, 32, 32],
    [1, 1, 4, 20],
    [63, 2, 12, 4],
  ] as const) {
    test(`on ${batch} × ${image.join(' × ')} gives what it gives without`, async () => {
      const [channels] = image;
      const network = convolutionalAutoencoder(channels);
      const digits = await realDigits(5);
      const random = seededRandom(2, 'noise');
      // Noise, since where pixels of a window are equal, rounding decides which is the largest.
      const data = Float32Array.from(
        { length: batch * count(image) },
        (_, i) => 0.8 * digits.data[i % digits.data.length] + 0.2 * random(),
      );
      const feeds = trainingFeeds(network, { data, dims: [batch, ...image] });
      const plain = await runGraph(trainingStepGraph(network, image), feeds);
      const low = await runGraph(trainingStepGraph(network, image, blocks), feeds);
      assert.ok(Math.abs(low.loss[0] / plain.loss[0] - 1) < 1e-6);
      assert.ok(relativeError(low.next_statistics, plain.next_statistics) < 1e-6);
      for (const { name, offset, size } of layoutOf(network).parameters) {
        const part = (vector: Float32Array) => vector.subarray(offset, offset + size);
        // After the first step Adam's first moment is a tenth of the gradient.
        const error = relativeError(part(low.next_first_moment), part(plain.next_first_moment));
        // Now and then a sum falls on the other side of a ReLU's kink; layers alone agree to 2e-5.
        assert.ok(error < 5e-3, `gradient of ${name}: relative error ${error}`);
      }
    });
  }
});
