import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Histogram } from '../../../pipeline/variants/histogram.ts';

function histogramOf(...parts: readonly Float32Array[]): Histogram {
  const histogram = new Histogram();
  for (const part of parts) histogram.widen(part);
  for (const part of parts) histogram.count(part);
  return histogram;
}

test('a range goes from end to end, but for the share that is cut off', () => {
  const numbers = Float32Array.from({ length: 10_000 }, (_, i) => i / 10_000 - 0.25);
  const histogram = histogramOf(numbers.subarray(0, 3000), numbers.subarray(3000));
  const near = (actual: number, expected: number) => {
    assert.ok(Math.abs(actual - expected) < 1e-3, `${actual}, not ${expected}`);
  };
  const { least, most } = histogram.range(0);
  assert.deepEqual([least, most], [numbers[0], numbers[9999]]);
  for (const cutOff of [1e-3, 0.1]) {
    near(histogram.range(cutOff).least, cutOff - 0.25);
    near(histogram.range(cutOff).most, 0.75 - cutOff);
  }
});

test('a number far out costs the others their steps only where nothing is cut off', () => {
  const numbers = new Float32Array(10_000).map((_, i) => (i % 100) / 100);
  numbers[77] = 40;
  const histogram = histogramOf(numbers);
  assert.equal(histogram.range(0).most, 40);
  assert.ok(histogram.range(1e-3).most < 1.01);
});

test('where all numbers are the same, they are the range', () => {
  const histogram = histogramOf(new Float32Array(100).fill(3));
  for (const cutOff of [0, 1e-3]) assert.deepEqual(histogram.range(cutOff), { least: 3, most: 3 });
});
