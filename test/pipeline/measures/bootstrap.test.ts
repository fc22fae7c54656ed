import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bootstrapIntervals } from '../../../pipeline/measures/bootstrap.ts';
import { MEAN, MEDIAN } from '../../../pipeline/measures/statistics.ts';
import { seededRandom } from '../../../pipeline/random.ts';
import { randomPoints } from '../tsne/points.ts';

test('the interval of a mean is about 1.96 standard errors to either side', async () => {
  const count = 400;
  const values = randomPoints(count, 3, 2).map((value) => value + 7);
  const [[low, high]] = await bootstrapIntervals(MEAN, [values], seededRandom(1, 'interval'));
  const mean = values.reduce((a, b) => a + b) / count;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count;
  const half = 1.96 * Math.sqrt(variance / count);
  assert.ok(Math.abs((high - low) / (2 * half) - 1) < 0.1, `${low} to ${high}, expected ± ${half}`);
  assert.ok(Math.abs((low + high) / 2 - mean) < 0.1 * half);
});

test('equal values leave no doubt; the same seed gives the same interval', async () => {
  const equal = new Float64Array(4).fill(2);
  const values = Float64Array.of(1, 5, 2, 8);
  const [first, second] = await Promise.all(
    [1, 1].map((seed) => bootstrapIntervals(MEAN, [values, equal], seededRandom(seed, 'i'))),
  );
  assert.deepEqual(first, second);
  assert.deepEqual(first[1], [2, 2]);
  assert.deepEqual(await bootstrapIntervals(MEAN, [], seededRandom(1, 'i')), []);
});

test('the interval of a median holds about the middle ranks, whatever lies far out', async () => {
  const count = 401;
  const values = Float64Array.from({ length: count }, (_, n) => (n < 300 ? n : 1e9 + n)).reverse();
  const [[low, high]] = await bootstrapIntervals(MEDIAN, [values], seededRandom(1, 'interval'));
  // The rank of the median of a sample is binomial, with a standard deviation of half the root of its size.
  const half = 1.96 * 0.5 * Math.sqrt(count);
  assert.ok(Math.abs((high - low) / (2 * half) - 1) < 0.1, `${low} to ${high}, expected ± ${half}`);
  assert.ok(Math.abs((low + high) / 2 - 200) < 0.1 * half);
});

test('statistics of a sample are those of the values that it has', () => {
  const random = seededRandom(1, 'samples');
  for (const count of [1, 2, 5, 8]) {
    const values = randomPoints(count, 1, count).map((value) => Math.round(4 * value));
    for (let trial = 0; trial < 20; trial++) {
      const drawn = values.map(() => Math.floor(random() * count));
      const times = Int32Array.from(values, (_, n) => drawn.filter((d) => d === n).length);
      const sample = drawn.map((d) => values[d]);
      for (const { of, ofSamples } of [MEAN, MEDIAN]) {
        const expected = of(sample);
        assert.ok(
          Math.abs(ofSamples(values)(times) - expected) < 1e-12,
          `${sample.join()}: ${expected}`,
        );
      }
    }
  }
  assert.equal(MEDIAN.of(Float64Array.of(9, 1, 4)), 4);
  assert.equal(MEDIAN.of(Float64Array.of(9, 1, 4, 5)), 4.5);
});

test('drawing leaves others their turn', async () => {
  let turns = 0;
  const timer = setInterval(() => turns++, 1);
  await bootstrapIntervals(MEAN, [new Float64Array(20_000)], seededRandom(1, 'i'));
  clearInterval(timer);
  assert.ok(turns > 10, `${turns}`);
});
