/** The layers of whole networks rewritten for blocks of channels, against the same layers as they are. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { convolutionalAutoencoder } from '../../exporter/autoencoder.ts';
import { Blocks } from '../../exporter/blocked/blocks.ts';
import { onWholeImage } from '../../exporter/blocked/layers/onWholeImage.ts';
import { lowered } from '../../exporter/blocked/lowering.ts';
import { Graph } from '../../exporter/graph.ts';
import { batchNormalization } from '../../exporter/layers/batchNormalization.ts';
import { convolution } from '../../exporter/layers/convolution.ts';
import type { Described, Layer, Trainable } from '../../exporter/layers/layer.ts';
import { linear } from '../../exporter/layers/linear.ts';
import { maxPool } from '../../exporter/layers/maxPool.ts';
import { relu } from '../../exporter/layers/relu.ts';
import { flatten, unflatten } from '../../exporter/layers/reshaping.ts';
import { sigmoid } from '../../exporter/layers/sigmoid.ts';
import { upsample } from '../../exporter/layers/upsample.ts';
import { identity } from '../../exporter/ops.ts';
import type { Phases } from '../../exporter/phases.ts';
import { train } from '../../exporter/sequence.ts';
import { count } from '../../exporter/shapes.ts';
import { layoutOf, named, type NamedLayer } from '../../exporter/state.ts';
import { trainingStepGraph } from '../../exporter/trainingGraphs.ts';
import { processorBlocks } from '../../pipeline/engine/devices/processorBlocks.ts';
import { seededRandom } from '../../pipeline/random.ts';
import { realDigits, relativeError, runGraph, trainingFeeds, type Tensor } from '../helpers.ts';

const BLOCKS = new Blocks(16);
const kinds = (layers: readonly NamedLayer<Described>[]) =>
  layers.map(({ layer }) => layer.kind).join(' ');

describe('rules', () => {
  test('fit the reference, and its tensors keep their names and their order', () => {
    const { encoder, decoder } = convolutionalAutoencoder([1, 28, 28]);
    const layers = [...named('encoder', encoder), ...named('decoder', decoder)];
    const low = lowered(layers, BLOCKS);
    assert.equal(
      kinds(low),
      'conv batchnorm maxpool conv batchnorm maxpool upconv batchnorm join upconv batchnorm conv sigmoid',
    );
    const tensors = (list: readonly NamedLayer<Described>[]) =>
      list.flatMap(({ name, layer }) => layer.parameters.map((each) => `${name}.${each.name}`));
    assert.deepEqual(tensors(low), tensors(layers));
  });
});

const blocks = await processorBlocks();
const skip = blocks ? false : 'ONNX Runtime has no operators in blocks on this processor';

/** Layers in orders that no rule is for: they stay outside of blocks, and what is between goes in. */
const STRANGERS: Readonly<Record<string, (channels: number) => readonly Layer[]>> = {
  'a convolution without ReLU': (channels) => [convolution(1, channels), maxPool()],
  'a pool without a convolution': () => [maxPool()],
  'phases at the end': (channels) => [
    ...encoder(channels),
    upsample(),
    convolution(channels, channels),
    relu(),
  ],
  'many channels at the end': (channels) => [
    ...encoder(channels),
    upsample(),
    convolution(channels, channels),
    relu(),
    convolution(channels, channels),
    sigmoid(),
  ],
  'channels that fill no block': (channels) => encoder(channels / 2),
  'a larger kernel': (channels) => [convolution(1, channels, 5), ...encoder(channels).slice(1)],
  'vectors in the middle': (channels) => [
    ...encoder(channels),
    flatten(),
    linear(channels * 16, 3),
    linear(3, channels * 16),
    unflatten([channels, 4, 4]),
    upsample(),
    convolution(channels, channels),
    relu(),
    batchNormalization(channels),
    convolution(channels, 1),
    sigmoid(),
  ],
};

describe('layers that no rule is for', { skip }, () => {
  for (const [name, make] of Object.entries(STRANGERS)) {
    test(`${name}: the same as without blocks`, async () => {
      const layers = named('net', make(blocks!.size));
      const random = seededRandom(3, 'numbers');
      const x = { data: Float32Array.from({ length: 2 * 64 }, random), dims: [2, 1, 8, 8] };
      const plain = await resultsOf(layers, layers, x, onWholeImage);
      const low = await resultsOf(layers, lowered(layers, blocks!), x, (layer) => layer);
      for (const [key, value] of Object.entries(plain)) {
        assert.ok(
          relativeError(low[key], value) < 1e-5,
          `${key}: ${relativeError(low[key], value)}`,
        );
      }
    });
  }
});

/** Output, and the gradients of sum(output²)/2 by all parameters. */
async function resultsOf<Images>(
  described: readonly NamedLayer[],
  layers: readonly NamedLayer<Trainable<Images>>[],
  x: Tensor,
  adapt: (layer: Trainable<Images>) => Trainable<Phases>,
): Promise<Record<string, Float32Array>> {
  const g = new Graph('layers');
  const random = seededRandom(4, 'weights');
  const tensors = new Map(
    described.flatMap(({ name, layer }) =>
      [...layer.parameters, ...layer.statistics].map(({ name: tensor, shape, initial }) => {
        const full = `${name}.${tensor}`;
        return [full, g.initializer(full, { shape, data: initial(random) })] as const;
      }),
    ),
  );
  const adapted = layers.map((each) => ({ ...each, layer: adapt(each.layer) }));
  const forward = train(g, [g.input('x', x.dims)], { layers: adapted, tensors });
  g.output('output', identity(g, forward.output[0]));
  forward.backward(forward.output).parameters.forEach((value, i) => {
    g.output(`gradient ${i}`, identity(g, value));
  });
  return runGraph(g, { x });
}

function encoder(channels: number): Layer[] {
  return [convolution(1, channels), relu(), batchNormalization(channels), maxPool()];
}

describe('a training step in blocks', { skip }, () => {
  for (const [batch, ...image] of [
    [5, 1, 28, 28],
    [5, 3, 32, 32],
    [1, 1, 4, 20],
    [63, 2, 12, 4],
    [5, 3, 30, 25],
  ] as const) {
    test(`on ${batch} × ${image.join(' × ')} gives what it gives without`, async () => {
      const network = convolutionalAutoencoder(image);
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
