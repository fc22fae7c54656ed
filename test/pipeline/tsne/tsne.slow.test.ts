import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tsne } from '../../../pipeline/tsne/tsne.ts';
import { everyTenthDigit } from './points.ts';
import { askScikitLearn } from './scikitLearn.ts';

test('1,000 digits reach the divergence that scikit-learn reaches here within 3 %', async (t) => {
  const { points } = await everyTenthDigit();
  const rows = Array.from({ length: points.length / 784 }, (_, i) => [
    ...points.subarray(i * 784, (i + 1) * 784),
  ]);
  const perplexity = 10;
  const answer = askScikitLearn('divergence', { points: rows, perplexity });
  if ('reason' in answer) {
    t.skip(answer.reason);
    return;
  }
  const { kl } = await tsne(points, 784, { perplexity });
  assert.ok(Math.abs(kl / answer.kl - 1) < 0.03, `${kl}, scikit-learn: ${answer.kl}`);
});
