import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seededRandom } from '../../../pipeline/random.ts';
import { bootstrapIntervals } from '../../../pipeline/measures/bootstrap.ts';
import { MEAN, mean } from '../../../pipeline/measures/statistics.ts';
import { MEAN_SQUARED_ERROR } from '../../../pipeline/measures/reconstruction/meanSquaredError.ts';
import { addTallies, measuresOf, tallyOf } from '../../../pipeline/shards/tally.ts';

const COUNT = 4000;
const random = seededRandom(3, 'tally');
const values = Float64Array.from({ length: COUNT }, () => random() ** 3);
const labels = Int32Array.from(values, (_, i) => (i % 4) - 1);

/** Blocks of a thousand. */
const tallies = [0, 1, 2, 3].map((block) => {
  const part = [block * 1000, (block + 1) * 1000];
  return tallyOf(
    [
      {
        measure: MEAN_SQUARED_ERROR,
        space: 'images',
        values: values.subarray(...part),
        labels: labels.subarray(...part),
      },
    ],
    3,
  );
});

test('blocks add up to the mean of all, and of each class', () => {
  const [{ values: measured, key }] = measuresOf(addTallies(tallies), [MEAN_SQUARED_ERROR]);
  assert.equal(key, 'mse');
  assert.ok(Math.abs(measured[0].value - mean(values)) < 1e-12);
  for (const label of [0, 1, 2]) {
    const own = values.filter((_, i) => labels[i] === label);
    assert.ok(Math.abs(measured[0].perClass![label]! - mean(own)) < 1e-12);
  }
});

test('adding says the same number whoever added first', () => {
  const together = addTallies(tallies);
  assert.deepEqual(addTallies([addTallies(tallies.slice(0, 1)), ...tallies.slice(1)]), together);
});

test('the interval is that of resampling, for many images', async () => {
  const [{ values: measured }] = measuresOf(addTallies(tallies), [MEAN_SQUARED_ERROR]);
  const [resampled] = await bootstrapIntervals(MEAN, [values], seededRandom(1, 'intervals'));
  const width = resampled[1] - resampled[0];
  measured[0].interval!.forEach((end, i) => {
    assert.ok(Math.abs(end - resampled[i]) < 0.1 * width, `${end} against ${resampled[i]}`);
  });
});

test('what no image has a value for is left out', () => {
  const empty = tallyOf([{ measure: MEAN_SQUARED_ERROR, space: 'images', values: [] }], 3);
  assert.deepEqual(measuresOf(addTallies([empty]), [MEAN_SQUARED_ERROR]), []);
});
