import assert from 'node:assert/strict';
import { test } from 'node:test';
import { convolutionalAutoencoder } from '../../exporter/autoencoder.ts';
import { Graph } from '../../exporter/graph.ts';
import { convolution } from '../../exporter/layers/convolution.ts';
import type { Layer } from '../../exporter/layers/layer.ts';
import { maxPool } from '../../exporter/layers/maxPool.ts';
import { relu } from '../../exporter/layers/relu.ts';
import { upsample } from '../../exporter/layers/upsample.ts';
import { lowered } from '../../exporter/lowering.ts';
import { train } from '../../exporter/sequence.ts';
import { named, type NamedLayer } from '../../exporter/state.ts';
import { seededRandom } from '../../pipeline/random.ts';
import { relativeError, runGraph } from '../helpers.ts';

const kinds = (layers: readonly NamedLayer[]) => layers.map(({ layer }) => layer.kind).join(' ');

test('the reference keeps large images in phases, and its tensors their names', () => {
  const { encoder, decoder } = convolutionalAutoencoder(1);
  const lowEncoder = lowered(named('encoder', encoder));
  const lowDecoder = lowered(named('decoder', decoder));
  assert.equal(kinds(lowEncoder), 'conv relu batchnorm maxpool conv relu batchnorm maxpool');
  assert.equal(kinds(lowDecoder), 'upconv relu batchnorm join upconv relu batchnorm conv sigmoid');
  const tensors = (layers: readonly NamedLayer[]) =>
    layers.flatMap(({ name, layer }) => layer.parameters.map((tensor) => `${name}.${tensor.name}`));
  assert.deepEqual(tensors(lowDecoder), tensors(named('decoder', decoder)));
});

const NETWORKS: Readonly<Record<string, readonly Layer[]>> = {
  'phases that end in a convolution of many outputs': [
    upsample(),
    convolution(1, 6),
    relu(),
    convolution(6, 5),
  ],
  'phases at the end': [upsample(), convolution(1, 3), relu()],
  'phases that are pooled': [upsample(), convolution(1, 3), maxPool(), convolution(3, 2)],
  'upsampling twice': [upsample(), upsample(), convolution(1, 2), relu()],
  'upsampling with nothing to join': [upsample(), relu()],
  'few inputs that are not pooled': [convolution(1, 3), relu(), convolution(3, 6)],
};

for (const [name, layers] of Object.entries(NETWORKS)) {
  test(`${name}: the same results and gradients as without`, async () => {
    const plain = await results(named('net', layers));
    const low = await results(lowered(named('net', layers)));
    for (const key of Object.keys(plain)) {
      const error = relativeError(low[key], plain[key]);
      assert.ok(error < 1e-5, `${key}: relative error ${error}`);
    }
  });
}

/** Output, gradients of the parameters and of the input for the sum of squares of the output. */
async function results(layers: readonly NamedLayer[]): Promise<Record<string, Float32Array>> {
  const random = seededRandom(2, 'test weights');
  const g = new Graph('net');
  const tensors = new Map(
    layers.flatMap(({ name, layer }) =>
      layer.parameters.map(({ name: tensor, shape, initial }) => {
        const full = `${name}.${tensor}`;
        return [full, g.initializer(full, { shape, data: initial(random) })] as const;
      }),
    ),
  );
  const forward = train(g, g.input('x', ['batch', 1, 28, 28]), { layers, tensors });
  const backward = forward.backward(forward.output);
  g.output('output', forward.output);
  g.output('input gradient', backward.input());
  backward.parameters.forEach((value, i) => {
    g.output(`gradient ${i}`, value);
  });
  // Noise, since where pixels of a window are equal, rounding decides which is the largest.
  const data = Float32Array.from({ length: 3 * 28 * 28 }, () => random() - 0.5);
  return runGraph(g, { x: { data, dims: [3, 1, 28, 28] } });
}
