import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { adviceOn } from '../../../pipeline/training/advice.ts';

function images(count: number, channels = 1) {
  const shape = { channels, height: 1, width: 1 };
  return { shape, pixels: new Uint8Array(count * channels), labels: new Int32Array(count) };
}

const SETTINGS = {
  epochs: 5,
  batchSize: 64,
  model: 'cae',
  likelihood: 'bernoulli',
  beta: 1,
  klWarmUp: 0,
} as const;

describe('advice', () => {
  test('names the epochs that would be enough', () => {
    const [advice, ...others] = adviceOn(images(277), SETTINGS);
    assert.match(advice, /^Only 25 training steps,.*; --epochs 40 would make 200\.$/);
    assert.deepEqual(others, []);
    const [single] = adviceOn(images(10), { ...SETTINGS, epochs: 1 });
    assert.match(single, /^Only 1 training step,.* --epochs 200 would make 200\.$/);
  });

  test('is not given where there are enough steps', () => {
    assert.deepEqual(adviceOn(images(277, 3), { ...SETTINGS, epochs: 40 }), []);
  });

  test('names the likelihood that fits colour', () => {
    const enough = { ...SETTINGS, epochs: 40, model: 'vae' } as const;
    assert.match(adviceOn(images(277, 3), enough)[0], /--likelihood gaussian fits colour/);
    assert.deepEqual(adviceOn(images(277), enough), []);
    assert.deepEqual(adviceOn(images(277, 3), { ...enough, likelihood: 'gaussian' }), []);
  });

  test('tells of a weight that will not be reached', () => {
    const warming = { ...SETTINGS, epochs: 40, model: 'vae', beta: 4, klWarmUp: 41 } as const;
    assert.match(
      adviceOn(images(277), warming)[0],
      /never reaches --beta 4: .* --kl-warm-up 41 epochs, and is 3\.9 at the end of --epochs 40\.$/,
    );
    assert.deepEqual(adviceOn(images(277), { ...warming, klWarmUp: 40 }), []);
    assert.deepEqual(adviceOn(images(277), { ...warming, model: 'cae' }), []);
  });
});
