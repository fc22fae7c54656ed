/** What a variational autoencoder needs around its graph: draws, weights, binary images, likelihoods. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { variationalAutoencoder } from '../../exporter/autoencoder.ts';
import { inferenceGraphs } from '../../exporter/inferenceModels.ts';
import { initialState, layoutOf } from '../../exporter/state.ts';
import { binarized } from '../../pipeline/datasets/binarize.ts';
import { fingerprint } from '../../pipeline/datasets/fingerprint.ts';
import { readNpmDigits } from '../../pipeline/datasets/npmDigits.ts';
import { CPU } from '../../pipeline/engine/devices/device.ts';
import { sampleLikelihoods } from '../../pipeline/engine/importance.ts';
import { firstImages, toFloats, type Dataset } from '../../pipeline/images.ts';
import { measureLikelihoods } from '../../pipeline/measures/reconstruction/likelihood.ts';
import { normalNumbers, seededRandom } from '../../pipeline/random.ts';
import { pipelineSettings } from '../../pipeline/settings/pipeline.ts';
import { divergenceWeight } from '../../pipeline/training/network.ts';
import { runGraph } from '../helpers.ts';

const IMAGE = [1, 28, 28] as const;

const digits: Dataset = {
  name: 'digits',
  title: 'Digits',
  classNames: Array.from('0123456789'),
  ...(await readNpmDigits()),
  source: 'a test',
  notice: null,
};

test('normal numbers have the moments of a standard normal, and a seed repeats them', () => {
  const draw = () => {
    const normal = normalNumbers(seededRandom(5, 'normal'));
    return Float64Array.from({ length: 200_000 }, normal);
  };
  const numbers = draw();
  const moment = (k: number) => numbers.reduce((sum, x) => sum + x ** k, 0) / numbers.length;
  // Four standard errors of each moment: of x, x², x³ and x⁴ these are √(1, 2, 15, 96) / √n.
  for (const [k, expected, variance] of [
    [1, 0, 1],
    [2, 1, 2],
    [3, 0, 15],
    [4, 3, 96],
  ] as const) {
    const error = 4 * Math.sqrt(variance / numbers.length);
    assert.ok(Math.abs(moment(k) - expected) < error, `moment ${k}: ${moment(k)}`);
  }
  // Neighbours are drawn as pairs, which must not depend on each other.
  let product = 0;
  for (let i = 0; i < numbers.length; i += 2) product += numbers[i] * numbers[i + 1];
  assert.ok(Math.abs((2 * product) / numbers.length) < 0.015);
  assert.deepEqual(draw(), numbers);
});

test('binary images are black and white, and white as often as they were bright', () => {
  const binary = binarized(digits);
  assert.deepEqual(new Set(binary.train.pixels), new Set([0, 255]));
  const mean = (pixels: Uint8Array) => pixels.reduce((sum, x) => sum + x, 0) / pixels.length;
  assert.ok(Math.abs(mean(binary.train.pixels) - mean(digits.train.pixels)) < 0.05);
  const wrong = digits.train.pixels.some((pixel, i) => {
    const is = binary.train.pixels[i];
    return (pixel === 0 && is !== 0) || (pixel === 255 && is !== 255);
  });
  assert.ok(!wrong, 'a pixel without doubt was changed');
  assert.deepEqual(binarized(digits).test.pixels, binary.test.pixels);
  // By this, runs of them are told apart from those of the grey ones.
  assert.notEqual(fingerprint(binary), fingerprint(digits));
});

test('the weight of the divergence grows to β and stays', () => {
  const options = { model: 'vae', latentDim: 2, likelihood: 'bernoulli', beta: 4 } as const;
  const weights = [1, 5, 10, 11, 500].map((step) =>
    divergenceWeight({ ...options, klWarmUp: 2 }, step, 5),
  );
  assert.deepEqual(weights, [0.4, 2, 4, 4, 4]);
  assert.equal(divergenceWeight({ ...options, klWarmUp: 0 }, 1, 5), 4);
});

test('options of a variational autoencoder are refused where they would be in vain', () => {
  assert.throws(
    () => pipelineSettings(['--latent-dim', '2']),
    /--latent-dim is for --model vae, and the model is cae/,
  );
  assert.throws(
    () => pipelineSettings(['--model', 'vae', '--beta', '0']),
    /--beta.*Expected a number above 0/,
  );
  assert.equal(pipelineSettings(['--model', 'vae', '--latent-dim', '2']).latentDim, 2);
});

test('importance sampling finds what integrating over the latent does', async () => {
  const settings = { latentDim: 1, likelihood: 'bernoulli' } as const;
  const network = variationalAutoencoder(IMAGE, settings);
  const state = initialState(layoutOf(network), seededRandom(3, 'initial weights'));
  // Stronger weights at both ends of the latent, so that images do depend on it.
  for (const { name, offset, size } of layoutOf(network).parameters) {
    if (!/^decoder\.0\.|^decoder\.\d+\.weight/.test(name)) continue;
    for (let i = 0; i < size; i++) state.averageParameters[offset + i] *= 1.4;
  }
  const images = firstImages(binarized(digits).test, 3);

  const { negativeLogLikelihood, negativeElbo } = await sampleLikelihoods(
    network,
    settings,
    state,
    images,
    CPU,
    { samples: 5_000, seed: 1 },
  );
  const grid = Array.from({ length: 1201 }, (_, i) => (i - 600) / 100);
  const { decoder } = inferenceGraphs(network, IMAGE, state);
  const { reconstruction } = await runGraph(decoder, {
    latent: { data: Float32Array.from(grid), dims: [grid.length, 1] },
  });
  let differing = 0;
  for (let n = 0; n < 3; n++) {
    const x = toFloats(images, [n]);
    const logs = grid.map((z, i) => {
      const p = reconstruction.subarray(784 * i, 784 * (i + 1));
      const log = x.reduce((sum, on, k) => sum + Math.log(on === 1 ? p[k] : 1 - p[k]), 0);
      return log - (z * z) / 2 - Math.log(2 * Math.PI) / 2;
    });
    const largest = Math.max(...logs);
    const integral = logs.reduce((sum, log) => sum + Math.exp(log - largest) / 100, 0);
    const expected = -(largest + Math.log(integral));
    const error = Math.abs(negativeLogLikelihood[n] - expected);
    assert.ok(error < 0.1, `image ${n}: ${negativeLogLikelihood[n]}, expected ${expected}`);
    assert.ok(negativeElbo[n] > negativeLogLikelihood[n]);
    differing = Math.max(differing, negativeElbo[n] - negativeLogLikelihood[n]);
  }
  assert.ok(differing > 0.1, 'the bound is not tight, so that the weights matter');
});

test('likelihoods are measured with their setting', async () => {
  const numbers = (values: number[]) => Float64Array.from(values);
  const [nll, elbo] = await measureLikelihoods(
    { negativeLogLikelihood: numbers([80, 90, 100]), negativeElbo: numbers([85, 95, 105]) },
    5000,
    10_000,
    1,
  );
  assert.equal(nll.values[0].value, 90);
  assert.equal(elbo.values[0].value, 95);
  assert.match(nll.definition, /5,000 draws.*the first 3 of 10,000 test images/);
});
