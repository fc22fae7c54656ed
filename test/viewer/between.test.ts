import assert from 'node:assert/strict';
import { test } from 'node:test';
import { otherEnd } from '../../viewer/panel/between/ends.ts';
import { interpolate, join, split, STEP_SHARES, stroll } from '../../viewer/panel/between/way.ts';
import { NO_ENDS, swapped, withEnd, withoutEnd, type End } from '../../viewer/state/between.ts';

const point = (index: number): End => ({ kind: 'point', index });

void test('ends are put where one is missing, then again and again at the same slot', () => {
  const [first, second, third] = [1, 2, 3].map(point);
  const one = withEnd(NO_ENDS, NO_ENDS.active, first);
  assert.deepEqual(one, { a: first, b: null, active: 'b', t: 0.5 });
  const two = withEnd(one, one.active, second);
  const three = withEnd(two, two.active, third);
  assert.deepEqual(three, { a: first, b: third, active: 'b', t: 0.5 });
  const cleared = withoutEnd(three, 'a');
  assert.deepEqual(cleared, { a: null, b: third, active: 'a', t: 0.5 });
  assert.deepEqual(withEnd(cleared, 'a', second).active, 'a');
});

void test('swapped ends leave what is seen in its place', () => {
  const between = { a: point(1), b: point(2), active: 'b' as const, t: 0.25 };
  assert.deepEqual(swapped(between), { a: point(2), b: point(1), active: 'a', t: 0.75 });
});

void test('the straight line between two latents', () => {
  const [a, b] = [Float32Array.of(0, 2, -1), Float32Array.of(1, 0, -1)];
  assert.deepEqual(interpolate(a, b, 0), a);
  assert.deepEqual(interpolate(a, b, 1), b);
  assert.deepEqual(interpolate(a, b, 0.25), Float32Array.of(0.25, 1.5, -1));
  assert.deepEqual(split(join([a, b]), 2), [a, b]);
  assert.deepEqual([STEP_SHARES[0], STEP_SHARES[4], STEP_SHARES[8]], [0, 0.5, 1]);
});

void test('a stroll turns round at the ends', () => {
  assert.deepEqual(stroll({ t: 0.5, direction: 1 }, 0.25), { t: 0.75, direction: 1 });
  assert.deepEqual(stroll({ t: 0.875, direction: 1 }, 0.25), { t: 0.875, direction: -1 });
  assert.deepEqual(stroll({ t: 0.125, direction: -1 }, 0.25), { t: 0.125, direction: 1 });
  // After a long pause of the page it is still on the way.
  assert.deepEqual(stroll({ t: 0.5, direction: 1 }, 40), { t: 0, direction: -1 });
});

void test('the other end is near and typical of another class, not a point that has strayed', () => {
  // Class 0 at the origin; class 1 around (10, 0), of which one has strayed to (1, 0); class 2 far away.
  const positions = Float32Array.of(0, 0, 0, 1, 9, 0, 10, 0, 11, 0, 1, 0, 50, 50);
  const labels = Int32Array.of(0, 0, 1, 1, 1, 1, 2);
  const indices = Int32Array.of(1, 5, 0, 5, 3, 4, 2, 4, 3, 2, 0, 1, 4, 3);
  const page = { labels, neighbours: { k: 2, indices } };
  const all = [...labels.keys()];
  assert.equal(otherEnd(page, positions, 0, all), 2);
  // Of class 2 there is none that is typical.
  const noOnes = all.filter((i) => labels[i] !== 1);
  assert.equal(otherEnd(page, positions, 0, noOnes), 6);
  assert.equal(otherEnd(page, positions, 0, [0, 1]), 1);
  assert.equal(otherEnd(page, positions, 0, [0]), null);
});
