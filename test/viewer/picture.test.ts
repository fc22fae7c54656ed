import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VIRIDIS } from '../../viewer/parts/colours.ts';
import { short, span, whole } from '../../viewer/parts/numbers.ts';
import { meanMap, meanSquaredError, rangeOf } from '../../viewer/parts/picture.ts';
import { nextShown } from '../../viewer/panel/look/chosen.ts';

void test('the average latent is the mean over maps, pixel by pixel', () => {
  assert.deepEqual([...meanMap(Float32Array.of(1, 2, 3, 5, 6, 7), 2)], [3, 4, 5]);
});

void test('the error is the mean of the squared differences', () => {
  assert.equal(meanSquaredError(Float32Array.of(0, 1, 2), Float32Array.of(1, 1, 0)), 5 / 3);
});

void test('a range holds the smallest and the largest', () => {
  assert.deepEqual(rangeOf(Float32Array.of(3, -2, 8)), [-2, 8]);
});

void test('viridis runs from dark violet to yellow', () => {
  assert.deepEqual([...VIRIDIS.subarray(0, 3)], [0x44, 0x01, 0x54]);
  assert.deepEqual([...VIRIDIS.subarray(-3)], [0xfd, 0xe7, 0x25]);
});

void test('numbers are written for people', () => {
  assert.equal(whole(10000), '10,000');
  assert.equal(short(0.0012345), '0.00123');
  assert.equal(short(0.0000012345), '1.23e−6');
  assert.equal(span(-0.5, 12.345), '−0.5 to 12.3');
});

void test('stepping passes over hidden points and goes round the end', () => {
  const all = () => true;
  const even = (index: number) => index % 2 === 0;
  assert.equal(nextShown(5, even, 0, 1), 2);
  assert.equal(nextShown(5, even, 4, 1), 0);
  assert.equal(nextShown(5, all, 0, -1), 4);
  assert.equal(nextShown(5, all, null, 1), 0);
  assert.equal(nextShown(5, all, null, -1), 4);
  assert.equal(
    nextShown(5, () => false, 0, 1),
    null,
  );
});
