import assert from 'node:assert/strict';
import { test } from 'node:test';
import { convolutionalAutoencoder, variationalAutoencoder } from '../../../exporter/autoencoder.ts';
import { layersInWords } from '../../../pipeline/modelCard/layers.ts';
import { trainableParameters } from '../../../pipeline/modelCard/facts.ts';

test('layers are told in words, in order', () => {
  const { encoder } = convolutionalAutoencoder([3, 30, 25]);
  assert.equal(
    layersInWords(encoder),
    'pad to 3 × 32 × 28 · convolution 3 × 3, 3 → 32 · ReLU · batch normalisation · max-pool 2 × 2 · ' +
      'convolution 3 × 3, 32 → 32 · ReLU · batch normalisation · max-pool 2 × 2',
  );
});

test('every layer of every network has words of its own', () => {
  const variational = { latentDim: 5, likelihood: 'bernoulli' } as const;
  for (const network of [
    convolutionalAutoencoder([3, 30, 25]),
    variationalAutoencoder([3, 30, 25], variational),
  ]) {
    for (const layer of [...network.encoder, ...network.decoder]) {
      const words = layersInWords([layer]);
      assert.ok(words !== layer.kind || ['sigmoid', 'flatten'].includes(words), words);
    }
  }
});

test('the reference network has the parameters that the reference says', () => {
  assert.equal(trainableParameters(convolutionalAutoencoder([1, 28, 28])), 28_609);
});
