/** The training step of a variational autoencoder, on real digits, against TensorFlow.js. */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { variationalAutoencoder, type Autoencoder } from '../../exporter/autoencoder.ts';
import { Graph } from '../../exporter/graph.ts';
import { inferenceGraphs, evaluationGraph } from '../../exporter/inferenceModels.ts';
import { LIKELIHOODS, type LikelihoodName } from '../../exporter/objectives/likelihoods.ts';
import { initialState, layoutOf, type TrainingState } from '../../exporter/state.ts';
import { trainingStepGraph } from '../../exporter/trainingGraphs.ts';
import { processorBlocks } from '../../pipeline/engine/devices/processorBlocks.ts';
import { imageTensor, partsOf } from '../../pipeline/engine/tfjs/network.ts';
import { errorsOf, lossesOf } from '../../pipeline/engine/tfjs/objective.ts';
import { normalNumbers, seededRandom } from '../../pipeline/random.ts';
import { middleOf, realDigits, relativeError, runGraph, trainingFeeds } from '../helpers.ts';
import * as judge from './tfjs.ts';

const { tf } = judge;
/** The middle of digits, since the judge is slow; one side cannot be halved twice. */
const IMAGE = [1, 14, 16] as const;
const BATCH = 3;
const LATENT = 3;
const WEIGHT = 0.7;

const images = middleOf(await realDigits(BATCH), IMAGE);
const noise = {
  data: Float32Array.from({ length: BATCH * LATENT }, normalNumbers(seededRandom(1, 'noise'))),
  dims: [BATCH, LATENT],
};
const X = imageTensor(images.data, [BATCH, ...IMAGE]);
const EPSILON = tf.tensor2d(noise.data, [BATCH, LATENT]);
const blocks = await processorBlocks();

for (const likelihood of Object.keys(LIKELIHOODS) as LikelihoodName[]) {
  describe(`${likelihood} likelihood`, () => {
    const network = variationalAutoencoder(IMAGE, { latentDim: LATENT, likelihood });
    const layout = layoutOf(network);
    const start = initialState(layout, seededRandom(42, 'initial weights'));
    const feeds = {
      ...trainingFeeds(network, images, start),
      noise,
      kl_weight: { data: Float32Array.of(WEIGHT), dims: [] },
    };

    let expected: ReturnType<typeof reference>;
    before(() => {
      expected = reference(network, start);
    });

    for (const form of blocks ? [null, blocks] : [null]) {
      test(`losses and gradients agree with TensorFlow.js${form ? ', in blocks' : ''}`, async () => {
        const ours = await runGraph(trainingStepGraph(network, IMAGE, form), feeds);
        assert.deepEqual(Object.keys(expected.losses), network.objective.losses);
        for (const [name, value] of Object.entries(expected.losses)) {
          const error = Math.abs(ours[name][0] / value - 1);
          assert.ok(error < 1e-5, `${name}: ${ours[name][0]}, expected ${value}`);
        }
        for (const { name, offset, size } of layout.parameters) {
          const part = (vector: Float32Array) => vector.subarray(offset, offset + size);
          const gradient = part(ours.next_first_moment).map((m) => m / 0.1);
          const error = relativeError(gradient, part(expected.gradient));
          assert.ok(error < 2e-3, `gradient of ${name}: relative error ${error}`);
        }
      });
    }

    test('an evaluation agrees with TensorFlow.js', async () => {
      // By the averages, which before the first step are the weights; and by running statistics.
      const errors = await runGraph(evaluationGraph(network, IMAGE, start), {
        image: images,
        noise,
      });
      const weights = {
        parameters: tf.tensor1d(start.averageParameters),
        statistics: tf.tensor1d(start.averageStatistics),
      };
      const expected = errorsOf(network, partsOf(network, weights, 'infer'), X, EPSILON);
      assert.deepEqual(Object.keys(errors).sort(), Object.keys(expected).sort());
      for (const [name, mean] of Object.entries(expected)) {
        const ours = errors[name].reduce((sum, error) => sum + error, 0) / BATCH;
        assert.ok(Math.abs(ours / mean.dataSync()[0] - 1) < 1e-5, `${name}: ${ours}`);
      }
    });
  });
}

/** By TensorFlow.js: the losses of a step and its gradient. */
function reference(network: Autoencoder, { parameters, statistics }: TrainingState) {
  const losses: Record<string, number> = {};
  const gradient = tf.grad((p) => {
    const weights = {
      parameters: tf.cast(p, 'float32') as T1,
      statistics: tf.tensor1d(statistics),
    };
    const found = lossesOf(network, partsOf(network, weights, 'train'), X, EPSILON, WEIGHT);
    for (const [name, scalar] of Object.entries(found)) losses[name] = scalar.dataSync()[0];
    return found.loss;
  })(tf.tensor1d(parameters));
  return { losses, gradient: gradient.dataSync() as Float32Array };
}

test('the encoder names mean and log-variance, the decoder takes a latent', () => {
  const network = variationalAutoencoder(IMAGE, { latentDim: 16, likelihood: 'bernoulli' });
  const state = initialState(layoutOf(network), seededRandom(42, 'initial weights'));
  const { encoder, decoder, autoencoder } = inferenceGraphs(network, IMAGE, state);
  const outputs = (g: Graph) => g.outputs.map(({ name, value }) => [name, value.shape]);
  const posterior = [
    ['mean', ['batch', 16]],
    ['log_variance', ['batch', 16]],
  ];
  assert.deepEqual(outputs(encoder), posterior);
  assert.deepEqual(
    decoder.inputs.map(({ name, shape }) => [name, shape]),
    [['latent', ['batch', 16]]],
  );
  assert.deepEqual(outputs(decoder), [['reconstruction', ['batch', ...IMAGE]]]);
  assert.deepEqual(outputs(autoencoder), [...posterior, ['reconstruction', ['batch', ...IMAGE]]]);
});

type T1 = ReturnType<typeof tf.tensor1d>;
