import assert from 'node:assert/strict';
import { test } from 'node:test';
import { costOf, growthBetween } from '../../../bench/map/growth.ts';

test('the exponent is the power of the points that time grows with, round by round', () => {
  const power = (exponent: number) => 2 * 7 ** exponent;
  const growth = growthBetween(
    { count: 10_000, seconds: [2, 2, 2] },
    { count: 70_000, seconds: [power(1.5), power(1), power(1.1)] },
  );
  assert.deepEqual([growth.from, growth.to], [10_000, 70_000]);
  const { median, least, most } = growth.exponent;
  for (const [actual, expected] of [
    [least, 1],
    [median, 1.1],
    [most, 1.5],
  ]) {
    assert.ok(Math.abs(actual - expected) < 1e-12, `${actual}, expected ${expected}`);
  }
});

test('rounds are compared with themselves: a busy minute slows both maps', () => {
  const { exponent } = growthBetween(
    { count: 100, seconds: [1, 10] },
    { count: 1000, seconds: [10, 100] },
  );
  assert.ok(exponent.most - exponent.least < 1e-12);
});

test('a cost is the median of the rounds, each stage by itself', () => {
  const turn = (scale: number, neighbours: number) => ({
    seconds: 10 * scale,
    kl: scale,
    stages: { neighbours, affinities: 1, start: 2, iterations: 3 * scale },
    peakBytes: 100 * scale,
    positions: new Float32Array(),
  });
  assert.deepEqual(costOf(500, [turn(3, 1), turn(1, 3), turn(2, 7)]), {
    points: 500,
    seconds: 20,
    stages: { neighbours: 3, affinities: 1, start: 2, iterations: 6 },
    kl: 2,
    peakBytes: 200,
  });
});
