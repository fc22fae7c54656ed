import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bootstrapIntervals } from '../../../pipeline/measures/bootstrap.ts';
import { seededRandom } from '../../../pipeline/random.ts';
import { randomPoints } from '../tsne/points.ts';

test('the interval of a mean is about 1.96 standard errors to either side', () => {
  const count = 400;
  const values = randomPoints(count, 3, 2).map((value) => value + 7);
  const [[low, high]] = bootstrapIntervals([values], seededRandom(1, 'interval'));
  const mean = values.reduce((a, b) => a + b) / count;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count;
  const half = 1.96 * Math.sqrt(variance / count);
  assert.ok(Math.abs((high - low) / (2 * half) - 1) < 0.1, `${low} to ${high}, expected ± ${half}`);
  assert.ok(Math.abs((low + high) / 2 - mean) < 0.1 * half);
});

test('equal values leave no doubt; the same seed gives the same interval', () => {
  const equal = new Float64Array(4).fill(2);
  const values = Float64Array.of(1, 5, 2, 8);
  const [first, second] = [1, 1].map((seed) =>
    bootstrapIntervals([values, equal], seededRandom(seed, 'i')),
  );
  assert.deepEqual(first, second);
  assert.deepEqual(first[1], [2, 2]);
  assert.deepEqual(bootstrapIntervals([], seededRandom(1, 'i')), []);
});
