import assert from 'node:assert/strict';
import { test } from 'node:test';
import { distortion, placedDistortion } from '../../../pipeline/measures/distortion.ts';
import { nearestNeighbours } from '../../../pipeline/tsne/neighbours/neighbours.ts';
import { randomPoints } from '../tsne/points.ts';

/** The definition read aloud: every point ranked by sorting all others. */
function plainDistortion(
  neighbours: number[][],
  positions: Float32Array,
  map: Float32Array,
  isSelf: (i: number, m: number) => boolean,
): number[] {
  return neighbours.map((near, i) => {
    const squared = (m: number) =>
      (map[2 * m] - positions[2 * i]) ** 2 + (map[2 * m + 1] - positions[2 * i + 1]) ** 2;
    const ranking = Array.from({ length: map.length / 2 }, (_, m) => m)
      .filter((m) => !isSelf(i, m))
      .sort((a, b) => squared(a) - squared(b) || a - b);
    const penalties = near.map((j) => Math.max(0, ranking.indexOf(j) + 1 - near.length));
    const sum = penalties.reduce((a, b) => a + b, 0);
    return sum / near.length / (ranking.length - near.length);
  });
}

function lists(rows: number[][]) {
  return { count: rows.length, k: rows[0].length, indices: Int32Array.from(rows.flat()) };
}

function assertNear(actual: ArrayLike<number>, expected: number[]): void {
  assert.equal(actual.length, expected.length);
  for (const [i, value] of expected.entries()) {
    assert.ok(Math.abs(actual[i] - value) < 1e-6, `point ${i}: ${actual[i]}, expected ${value}`);
  }
}

/** Points in two heaps far apart, some of them in the same place. */
function heaps(count: number, seed: number): Float32Array {
  const values = randomPoints(count * 2, 1, seed);
  return Float32Array.from(values, (value, n) =>
    (n >> 1) % 5 === 0 ? Math.round(value) : value + ((n >> 1) % 2) * 1000,
  );
}

test('distortion is that of its definition, with equal points and far heaps', async () => {
  const count = 300;
  const latents = Float32Array.from(randomPoints(count * 3, 1, 3));
  const { indices } = await nearestNeighbours(latents, 3, 10);
  const rows = Array.from({ length: count }, (_, i) =>
    Array.from(indices.subarray(i * 10, i * 10 + 10)),
  );
  for (const map of [heaps(count, 4), new Float32Array(2 * count)]) {
    const expected = plainDistortion(rows, map, map, (i, m) => i === m);
    assertNear(distortion(lists(rows), map), expected);
  }
});

test('distortion of placed points ranks all points of the map', () => {
  const [map, placed] = [heaps(200, 5), heaps(40, 6)];
  const rows = Array.from({ length: 40 }, (_, i) =>
    Array.from({ length: 10 }, (_, n) => (7 * i + 13 * n) % 200),
  );
  const expected = plainDistortion(rows, placed, map, () => false);
  assertNear(placedDistortion(lists(rows), placed, map), expected);
});

test('distortion: whole is 0, torn as far as can be is 1, the nearest ten count', () => {
  const line = Float32Array.from({ length: 40 }, (_, n) => (n % 2 ? 0 : n / 2));
  const near = Array.from({ length: 20 }, (_, i) => [i === 0 ? 1 : i - 1]);
  assert.deepEqual([...distortion(lists(near), line)], new Array(20).fill(0));
  const far = Array.from({ length: 20 }, (_, i) => [i < 10 ? 19 : 0]);
  const torn = distortion(lists(far), line);
  assert.equal(torn[0], 1);
  assert.equal(torn[19], 1);
  // An eleventh neighbour does not count.
  const ten = Array.from({ length: 10 }, (_, n) => n + 1);
  const eleven = lists(Array.from({ length: 20 }, () => [...ten, 19]));
  assert.equal(distortion(eleven, line)[0], 0);
});

test('distortion: two points have no neighbourhood to tear; wrong lengths are refused', () => {
  assert.deepEqual([...distortion(lists([[1], [0]]), new Float32Array(4))], [0, 0]);
  assert.throws(() => distortion(lists([[1], [0]]), new Float32Array(6)), /2 points.* of 3/);
});
