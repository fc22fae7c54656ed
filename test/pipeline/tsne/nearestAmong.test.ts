import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nearestAmong } from '../../../pipeline/tsne/nearestAmong.ts';
import { nearestReferences } from '../../../pipeline/tsne/placing/nearestReferences.ts';
import { everyTenthDigit, randomPoints } from './points.ts';

test('nearest references agree with comparing every pair, on digits and where float32 is blind', async () => {
  const { points } = await everyTenthDigit();
  const digits = [points.subarray(0, 700 * 784), points.subarray(700 * 784)] as const;
  const random = (seed: number) => Float32Array.from(randomPoints(300 * 5, 1, seed));
  const far = (numbers: Float32Array) => numbers.map((x, n) => (n % 5 === 0 ? 1e6 : 0) + x);
  // Two groups so far apart that float32 sees no difference within either.
  const groups = random(4).map((x, n) => x + (n < 750 ? 1e5 : -1e5));
  const onGrid = (seed: number) => random(seed).map((x) => Math.round(x));
  const cases: [string, Float32Array, Float32Array, number, number][] = [
    ['digits', digits[1], digits[0], 784, 16],
    ['random points', random(1), random(2), 5, 10],
    ['far from the origin', far(random(1)), far(random(2)), 5, 10],
    ['two far groups', groups.subarray(500, 1000), groups, 5, 10],
    ['many equal distances', onGrid(1), onGrid(2), 5, 12],
    ['all references', random(1).subarray(0, 50), random(2).subarray(0, 60), 5, 12],
    ['one reference', random(1).subarray(0, 50), random(2).subarray(0, 5), 5, 1],
    ['no points', new Float32Array(0), random(2), 5, 3],
  ];
  for (const [name, queries, references, dimensions, k] of cases) {
    const expected = nearestReferences(queries, references, dimensions, k);
    const actual = await nearestAmong(queries, references, dimensions, k);
    assert.deepEqual(actual, expected, name);
  }
});
