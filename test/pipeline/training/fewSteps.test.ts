/** Trainings of a few steps: what they leave must be as good as their losses say. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { initialState, layoutOf } from '../../../exporter/state.ts';
import { CPU } from '../../../pipeline/engine/devices/device.ts';
import { OnnxTrainer } from '../../../pipeline/engine/onnxTrainer.ts';
import { readNpmDigits } from '../../../pipeline/datasets/npmDigits.ts';
import { firstImages, imageDimensions, toFloats } from '../../../pipeline/images.ts';
import { seededRandom } from '../../../pipeline/random.ts';
import { networkOf, type ModelName } from '../../../pipeline/training/network.ts';
import { stepOptions } from '../../helpers.ts';

const IMAGES = 60;

/** The losses of the last of so many steps, and those that the averages make of the same images. */
async function trained(model: ModelName, steps: number) {
  const options = { latentDim: 16, likelihood: 'bernoulli', beta: 1, klWarmUp: 0 } as const;
  const images = firstImages((await readNpmDigits()).train, IMAGES);
  const network = networkOf({ model, ...options }, images.shape);
  const start = initialState(layoutOf(network), seededRandom(42, 'initial weights'));
  const trainer = await OnnxTrainer.create(network, imageDimensions(images.shape), start, CPU);
  const batch = toFloats(
    images,
    Array.from({ length: IMAGES }, (_, i) => i),
  );
  let last = {};
  for (let i = 0; i < steps; i++) last = await trainer.step(batch, IMAGES, stepOptions());
  const evaluated = await trainer.evaluate(images, stepOptions().normal);
  await trainer.close();
  return { last: last as Readonly<Record<string, number>>, evaluated };
}

describe('after a few steps', () => {
  for (const steps of [1, 5]) {
    test(`(${steps}) images come back no worse than the last step’s loss says`, async () => {
      const { last, evaluated } = await trained('cae', steps);
      assert.ok(
        evaluated.squared_error < last.loss,
        `${evaluated.squared_error} against ${last.loss}`,
      );
    });
  }

  test('latents of a variational network tell as much as they did in training', async () => {
    const { last, evaluated } = await trained('vae', 5);
    const ratio = evaluated.kl_divergence / last.kl_divergence;
    assert.ok(
      ratio > 2 / 3 && ratio < 3 / 2,
      `${evaluated.kl_divergence} against ${last.kl_divergence}`,
    );
  });
});
