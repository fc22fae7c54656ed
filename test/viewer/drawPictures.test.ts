/** What becomes of a picture before the network sees it, and what is said of a drawing. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seededRandom } from '../../pipeline/random.ts';
import { worth } from '../../viewer/panel/draw/belongs/landing.ts';
import { describeTypical } from '../../viewer/panel/draw/belongs/typical.ts';
import { countClasses } from '../../viewer/data/classCounts.ts';
import { describeVotes } from '../../viewer/panel/draw/belongs/votes.ts';
import type { Ink } from '../../viewer/panel/draw/centre.ts';
import { borderIsBright, greyOf, inkOnPaper } from '../../viewer/panel/draw/picture/ink.ts';
import { largestDifference, realDigits } from '../helpers.ts';

const SIZE = 28;

function digitOf(data: Float32Array, index: number): Ink {
  const size = SIZE * SIZE;
  return { width: SIZE, height: SIZE, values: data.subarray(index * size, (index + 1) * size) };
}

void test('digits are told from their negatives, bright or dim', async () => {
  const { data } = await realDigits(100);
  for (let i = 0; i < 100; i++) {
    const digit = digitOf(data, i);
    assert.equal(borderIsBright(digit), false, `digit ${i}`);
    const dim = digit.values.map((value) => 0.4 - 0.3 * value);
    assert.equal(borderIsBright({ ...digit, values: dim }), true, `digit ${i} on paper`);
  }
  const even = { width: 5, height: 5, values: new Float32Array(25).fill(0.7) };
  assert.equal(borderIsBright(even), false);
});

void test('a digit of the data set stays as it is, and so does its negative', async () => {
  const { data } = await realDigits(20);
  for (let i = 0; i < 20; i++) {
    const digit = digitOf(data, i);
    const negative = { ...digit, values: digit.values.map((value) => 1 - value) };
    const most = Math.max(...digit.values);
    const expected = digit.values.map((value) => value / most);
    assert.ok(largestDifference(inkOnPaper(digit, false).ink.values, expected) < 1e-6);
    assert.ok(largestDifference(inkOnPaper(negative, true).ink.values, expected) < 1e-6);
  }
});

void test('the grain of a photographed sheet is not ink', async () => {
  const random = seededRandom(5, 'grain');
  const digit = digitOf((await realDigits(1)).data, 0);
  const values = digit.values.map((value) => 0.7 - 0.5 * value + 0.04 * (random() - 0.5));
  const { ink, stretched } = inkOnPaper({ ...digit, values }, true);
  assert.equal(stretched, true);
  const paper = ink.values.filter((_, i) => digit.values[i] === 0);
  assert.ok(Math.max(...paper) < 0.02, `paper of ${Math.max(...paper)}`);
  assert.ok(Math.max(...ink.values) > 0.99);
});

void test('what stands on a see-through picture decides what is behind it', () => {
  const pixels = (ink: number): ImageData =>
    ({
      width: 2,
      height: 1,
      data: Uint8ClampedArray.from([ink, ink, ink, 255, 0, 0, 0, 0]),
    }) as unknown as ImageData;
  assert.deepEqual([...greyOf(pixels(255)).values], [1, 0]);
  assert.deepEqual([...greyOf(pixels(0)).values], [0, 1]);
});

void test('the nearest vote, and words tell the result', () => {
  const labels = Int32Array.from([3, 3, 8, 3, 5]);
  const votes = countClasses(labels, [2, 0, 1, 4, 3]);
  assert.deepEqual(votes, [
    { label: 3, count: 3 },
    { label: 8, count: 1 },
    { label: 5, count: 1 },
  ]);
  const digits = Array.from({ length: 10 }, (_, k) => String(k));
  assert.equal(describeVotes(votes, digits), '3 of the 5 nearest are 3s.');
  const clothes = digits.map((name) => (name === '3' ? 'coat' : name));
  assert.equal(describeVotes([votes[0]], clothes), 'All 3 nearest are of class coat.');
  assert.equal(describeVotes(votes.slice(1), digits), '1 of the 2 nearest are 8s and as many 5s.');
});

void test('a place is as sure as it is among the placed images', () => {
  const others = Float32Array.from({ length: 10 }, (_, i) => i + 1);
  assert.equal(worth(3, 0.9, others), 'a sure place');
  assert.equal(worth(8.5, 0, others), 'a fairly sure place');
  assert.match(worth(20, 0, others), /^an unsure place/);
  const none = new Float32Array(0);
  assert.equal(worth(20, 0.02, none), 'a sure place');
  assert.match(worth(20, 0.3, none), /^an unsure place/);
});

void test('a drawing is as usual as its distance is among those of images', () => {
  const usual = Float32Array.from({ length: 20 }, (_, i) => 10 + i);
  assert.match(describeTypical(14.5, usual), /typical: 75\s% of images are farther/);
  assert.match(describeTypical(28.5, usual), /unusual: only 5\s%/);
  assert.match(describeTypical(30, usual), /It is unusual: no image/);
  assert.match(describeTypical(60, usual), /unlike anything the map was made of/);
});
